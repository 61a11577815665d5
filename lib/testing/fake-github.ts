import type { Incoming, Json, OutgoingRequest } from "#lib/connector/index.ts";
import { jsonAnswer, type Vendor } from "./memory-collection.ts";

// A GitHub in memory, after the paging and the errors of the real API: Link headers, `since`, and what is refused in which
// words. Its answers are whole by GitHub's own definition, which a test holds them against.

const API = "https://api.github.com";
const at = (minutes: number): string => new Date(Date.parse("2026-02-01T00:00:00Z") + minutes * 60_000).toISOString().replace(".000Z", "Z");

function account(id: number, login: string): Record<string, Json> {
  const url = `${API}/users/${login}`;
  const more = ["followers", "following", "gists", "starred", "subscriptions", "organizations", "repos", "events", "received_events"].map((name) => [`${name}_url`, `${url}/${name}`]);
  return { login, id, node_id: `U_${id}`, avatar_url: "https://avatars.example/u", gravatar_id: "", url, html_url: `https://github.com/${login}`, ...Object.fromEntries(more) as Record<string, Json>, type: "User", site_admin: false };
}

const PEOPLE = [account(1, "mina"), account(2, "joel"), account(3, "asha")] as const;
export const person = (index: number): Record<string, Json> => PEOPLE[index % PEOPLE.length] ?? PEOPLE[0];

const URLS = ["archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits", "compare", "contents", "contributors", "deployments", "downloads", "events", "forks", "git_commits", "git_refs", "git_tags", "hooks", "issue_comment", "issue_events", "issues", "keys", "labels", "languages", "merges", "milestones", "notifications", "pulls", "releases", "stargazers", "statuses", "subscribers", "subscription", "tags", "teams", "trees"];

export function repository(id: number, owner: string, name: string): Record<string, Json> {
  const url = `${API}/repos/${owner}/${name}`;
  const html = `https://github.com/${owner}/${name}`;
  const counts = ["forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count", "watchers", "watchers_count", "network_count", "subscribers_count"].map((key) => [key, 0]);
  const has = ["issues", "projects", "wiki", "pages", "downloads", "discussions"].map((key) => [`has_${key}`, key === "issues"]);
  return {
    id, node_id: `R_${id}`, name, full_name: `${owner}/${name}`, owner: account(90, owner), private: true, html_url: html, description: null, fork: false, url,
    ...Object.fromEntries(URLS.map((key) => [`${key}_url`, `${url}/${key}`])) as Record<string, Json>, ...Object.fromEntries([...counts, ...has]) as Record<string, Json>,
    clone_url: `${html}.git`, git_url: `git://github.com/${owner}/${name}.git`, ssh_url: `git@github.com:${owner}/${name}.git`, svn_url: html, homepage: null, language: "TypeScript", mirror_url: null, license: null,
    archived: false, disabled: false, default_branch: "main", visibility: "private", pushed_at: at(0), created_at: at(0), updated_at: at(0), topics: ["production"],
  };
}

/** An issue, or the pull request that GitHub lists as one. */
export function issue(repo: string, number: number, more: Record<string, Json> = {}): Record<string, Json> {
  const url = `${API}/repos/${repo}/issues/${number}`;
  const closed = number % 2 === 0;
  return {
    id: 10_000 + number + repo.length * 1_000_000, node_id: `I_${number}`, url, repository_url: `${API}/repos/${repo}`, labels_url: `${url}/labels`, comments_url: `${url}/comments`, events_url: `${url}/events`,
    html_url: `https://github.com/${repo}/issues/${number}`, number, title: `Suspicious sign-in ${number}`, user: person(number),
    labels: [{ id: 1, node_id: "L_1", url: `${API}/labels/1`, name: "incident", color: "d73a4a", default: false, description: null }, { id: 2, node_id: "L_2", url: `${API}/labels/2`, name: "severity: high", color: "d73a4a", default: false, description: null }],
    state: closed ? "closed" : "open", state_reason: closed ? "completed" : null, locked: false, assignee: person(number + 1), assignees: [person(number + 1)], milestone: null, comments: 1,
    created_at: at(number), updated_at: at(100 + number), closed_at: closed ? at(50 + number) : null, author_association: "MEMBER", body: "Names and addresses of people", closed_by: closed ? person(number + 2) : null, ...more,
  };
}

function event(repo: string, number: number, index: number, kind: string, more: Record<string, Json>): Record<string, Json> {
  const id = number * 100 + index + repo.length * 1_000_000;
  return { id, node_id: `E_${id}`, url: `${API}/repos/${repo}/issues/events/${id}`, actor: person(index), event: kind, commit_id: null, commit_url: null, created_at: at(number + index), performed_via_github_app: null, ...more };
}

/** Labelled, assigned, spoken about, and closed when the issue is. */
function timeline(repo: string, number: number): Record<string, Json>[] {
  const events = [
    event(repo, number, 1, "labeled", { label: { name: "incident", color: "d73a4a" } }),
    event(repo, number, 2, "assigned", { assignee: person(number + 1), assigner: person(2) }),
    { event: "commented", id: number * 100 + 3 + repo.length * 1_000_000, node_id: `C_${number}`, url: `${API}/repos/${repo}/issues/comments/${number}`, html_url: `https://github.com/${repo}/issues/${number}#issuecomment-${number}`, issue_url: `${API}/repos/${repo}/issues/${number}`, body: "What somebody wrote", user: person(1), actor: person(1), author_association: "MEMBER", created_at: at(number + 3), updated_at: at(number + 3), performed_via_github_app: null },
    ...(number % 2 === 0 ? [event(repo, number, 4, "closed", { state_reason: "completed" })] : []),
  ];
  return events;
}

export type FakeGithub = {
  organization: string;
  repositories: readonly Record<string, Json>[];
  issues: Map<string, Record<string, Json>[]>;
  /** More routes: the answer to a path, or null. */
  routes?: (url: URL, request: OutgoingRequest) => Incoming | null;
};

export const refusal = (status: number, message: string): Incoming => jsonAnswer({ message, documentation_url: "https://docs.github.com/rest", status: String(status) }, { status });

/** A list by cursor, as GitHub pages its alerts: the next address names where it goes on. */
export function byCursor(url: URL, items: readonly Json[]): Incoming {
  const [size, after] = [Number(url.searchParams.get("per_page")), Number(url.searchParams.get("after") ?? 0)];
  const next = new URL(url);
  next.searchParams.set("after", String(after + size));
  return jsonAnswer(items.slice(after, after + size), { headers: after + size < items.length ? { link: `<${next.href}>; rel="next"` } : {} });
}

/** A list by numbered pages, with the Link header as GitHub writes it. */
export function paged(url: URL, items: readonly Json[], wrap: (page: readonly Json[]) => Json = (page) => page): Incoming {
  const [size, page] = [Number(url.searchParams.get("per_page") ?? 30), Number(url.searchParams.get("page") ?? 1)];
  const link = (to: number, rel: string): string => {
    const other = new URL(url);
    other.searchParams.set("page", String(to));
    return `<${other.href}>; rel="${rel}"`;
  };
  const last = Math.max(1, Math.ceil(items.length / size));
  const links = page < last ? [link(page + 1, "next"), link(last, "last")] : [];
  return jsonAnswer(wrap(items.slice((page - 1) * size, page * size)), { headers: { ...(links.length > 0 ? { link: links.join(", ") } : {}), "x-ratelimit-remaining": "4999" } });
}

const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** @param smallest pages hold at most so many, so that a few things are many pages */
export function fakeGithub(fake: FakeGithub, smallest = 100): Vendor {
  return (request) => {
    const url = new URL(request.url);
    if (Number(url.searchParams.get("per_page") ?? 0) > smallest) url.searchParams.set("per_page", String(smallest));
    const own = fake.routes?.(url, request) ?? null;
    if (own !== null) return own;
    if (url.pathname === "/user") return jsonAnswer({ ...person(0), ...Object.fromEntries(["bio", "blog", "company", "email", "hireable", "location", "name"].map((name) => [name, null])), followers: 0, following: 0, public_gists: 0, public_repos: 1, created_at: at(0), updated_at: at(0) });
    if (url.pathname.endsWith("/access_tokens")) return jsonAnswer({ token: "ghs_made", expires_at: "2126-01-01T00:00:00Z", permissions: { issues: "read" }, repository_selection: "all" }, { status: 201 });
    if (url.pathname === `/orgs/${fake.organization}/repos`) return paged(url, fake.repositories);
    if (url.pathname === "/search/issues") return jsonAnswer({ total_count: [...fake.issues.values()].flat().filter((one) => one.pull_request === undefined).length, incomplete_results: false, search_type: "lexical", items: [] });
    const [, , owner = "", name = "", ...rest] = url.pathname.split("/");
    const found = fake.repositories.find((one) => one.full_name === `${owner}/${name}`);
    if (found === undefined) return refusal(404, "Not Found");
    if (rest.length === 0) return jsonAnswer(found);
    const issues = fake.issues.get(`${owner}/${name}`) ?? [];
    if (rest.join("/") === "issues") {
      const since = url.searchParams.get("since");
      return paged(url, issues.filter((one) => since === null || text(one.updated_at) >= since).sort((a, b) => (text(a.updated_at) < text(b.updated_at) ? -1 : 1)));
    }
    if (rest[2] === "timeline") return paged(url, timeline(`${owner}/${name}`, Number(rest[1])));
    return refusal(404, "Not Found");
  };
}

/** Two repositories; the first with `many` issues and a pull request among them. */
export function smallGithub(many = 7): FakeGithub {
  const names = ["acme/security", "acme/website"] as const;
  return {
    organization: "acme", repositories: names.map((name, index) => repository(index + 1, "acme", name.split("/")[1] ?? "")),
    issues: new Map([
      [names[0], [...Array.from({ length: many }, (_, index) => issue(names[0], index + 1)), issue(names[0], 90, { pull_request: { url: `${API}/repos/acme/security/pulls/90`, html_url: null, diff_url: null, patch_url: null } })]],
      [names[1], [1, 2, 3].map((number) => issue(names[1], number))],
    ]),
  };
}
