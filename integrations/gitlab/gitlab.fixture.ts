import type { Incoming, Json, OutgoingRequest } from "#lib/connector/index.ts";
import { jsonAnswer, type Vendor } from "#lib/testing/memory-collection.ts";

// Answers and pages as GitLab's documentation of its REST API v4 shows them: fields, headers, roles. No real server gave them.

export const TOKEN = "glpat-very-secret";
export const CREDENTIAL = { strategy: "token", values: { token: TOKEN } };
export const SETTINGS = { url: "https://gitlab.example/git", projects: "acme/ops" };
/** What people wrote, which is never stored. */
export const WRITTEN = ["what was described", "what was commented"];

export type FakeThing = { id: number; iid: number; project: number; updated: string; state?: string; more?: Readonly<Record<string, Json>>; history?: Readonly<Record<string, Json>> };
export type FakeParts = { issues?: () => readonly FakeThing[]; mergeRequests?: () => readonly FakeThing[]; projects?: readonly Record<string, Json>[]; totals?: boolean; iterations?: boolean; /** Rules of protected branches, by project. */ rules?: Readonly<Record<number, readonly Json[]>>; scopes?: readonly string[] };

const person = (id: number, username: string): Json => ({ id, username, name: username, state: "active", web_url: `https://gitlab.example/${username}`, email: "never@stored.example" });
const [ANNA, BELA] = [person(6, "anna"), person(7, "bela")];
export const project = (id: number, path: string, more: Readonly<Record<string, Json>> = {}): Record<string, Json> => ({
  id, path_with_namespace: path, description: "what was described", issues_access_level: "enabled", merge_requests_access_level: "enabled", permissions: { project_access: { access_level: 20, notification_level: 3 }, group_access: null }, ...more,
});

const at = (minutes: number): string => new Date(Date.parse("2026-02-01T08:00:00.123Z") + minutes * 60_000).toISOString();
const event = (id: number, minutes: number, more: Readonly<Record<string, Json>>): Json => ({ id, user: ANNA, created_at: at(minutes), resource_type: "Issue", resource_id: 7, ...more });

/** What happened to issue 7: every kind of event that GitLab tells. */
const SEVENTH: Readonly<Record<string, Json>> = {
  resource_state_events: [event(1, 30, { state: "closed" }), event(2, 31, { state: "reopened" }), event(3, 40, { state: "closed" })],
  resource_label_events: [event(4, 10, { action: "add", label: { id: 1, name: "severity::1", description: "what was described" } }), event(5, 20, { action: "remove", label: null })],
  resource_milestone_events: [event(6, 12, { action: "add", milestone: { id: 1, title: "v1.2", description: "what was described" } })],
  resource_iteration_events: [event(7, 13, { action: "remove", iteration: { id: 50, title: "Iteration I", description: "what was described" } })],
  notes: [
    { id: 8, author: ANNA, created_at: at(11), system: true, body: "assigned to @bela" }, { id: 9, author: ANNA, created_at: at(14), system: true, body: "changed title from **{-what was described-}** to **x**" },
    { id: 10, author: BELA, created_at: at(15), system: false, internal: true, body: "what was commented" },
  ],
};

/** `count` issues, the n-th last changed n minutes after eight; the seventh confidential, and closed by Anna. */
export const someIssues = (count: number, projectId = 5): FakeThing[] => Array.from({ length: count }, (_, index) => {
  const id = index + 1;
  const base = { id: projectId * 1000 + id, iid: id, project: projectId, updated: at(id) };
  return id === 7 ? { ...base, state: "closed", more: { confidential: true, labels: ["severity::1"], closed_at: at(40), closed_by: ANNA, assignees: [BELA] }, history: SEVENTH } : base;
});

const sha = (id: number): string => id.toString(16).padStart(40, "0");
/** `count` merge requests; the third merged, approved by Bela on its head and by Anna before it. */
export const someMergeRequests = (count: number): FakeThing[] => Array.from({ length: count }, (_, index) => {
  const id = index + 1;
  const base = { id, iid: id, project: 5, updated: at(id), state: "opened" };
  if (id !== 3) return base;
  return { ...base, state: "merged", more: { merge_user: BELA, merged_at: at(60), merge_commit_sha: sha(99) }, history: {
    approvals: { approved: true, approvals_required: 1, approvals_left: 0, approved_by: [{ user: BELA }, { user: ANNA }] },
    notes: [{ id: 1, author: ANNA, created_at: at(10), system: true, body: "approved this merge request" }, { id: 2, author: BELA, created_at: at(50), system: true, body: "approved this merge request" }],
    versions: [{ id: 2, head_commit_sha: sha(3), created_at: at(30) }, { id: 1, head_commit_sha: sha(2), created_at: at(1) }],
  } };
});

const wholeIssue = ({ id, iid, project: at5, updated, state = "opened", more }: FakeThing): Json => ({
  id, iid, project_id: at5, title: `Ticket ${iid}`, description: "what was described", state, created_at: at(0), updated_at: updated, closed_at: null, closed_by: null, labels: [], milestone: null, assignees: [], author: ANNA,
  type: "ISSUE", issue_type: "incident", severity: "UNKNOWN", confidential: false, web_url: `https://gitlab.example/git/acme/ops/-/issues/${iid}`, references: { short: `#${iid}`, relative: `#${iid}`, full: `acme/ops#${iid}` }, ...more,
});
const wholeMergeRequest = ({ id, iid, project: at5, updated, state = "opened", more }: FakeThing): Json => ({
  id, iid, project_id: at5, title: `Change ${iid}`, description: "what was described", state, created_at: at(0), updated_at: updated, merged_at: null, merged_by: null, merge_user: null, author: ANNA, target_branch: "main", source_branch: "x",
  sha: sha(id), merge_commit_sha: null, draft: false, web_url: `https://gitlab.example/git/acme/ops/-/merge_requests/${iid}`, references: { short: `!${iid}`, relative: `!${iid}`, full: `acme/ops!${iid}` }, ...more,
});

const EMPTY: Readonly<Record<string, Json>> = { approvals: { approved: false, approvals_required: 1, approvals_left: 1, approved_by: [] } };

/** A GitLab in memory. Things are asked for anew for each request, so that they may change meanwhile. */
export function fakeGitLab({ issues = () => [], mergeRequests = () => [], projects = [project(5, "acme/ops")], totals = true, iterations = true, rules = {}, scopes = ["read_api"] }: FakeParts): Vendor {
  return ({ url, headers }: OutgoingRequest) => {
    const { pathname, searchParams } = new URL(url);
    if (headers?.["private-token"] !== TOKEN) return jsonAnswer({ message: "401 Unauthorized" }, { status: 401 });
    const path = pathname.replace(/^\/git\/api\/v4/, "");
    if (path === "/user") return jsonAnswer({ id: 9, username: "tickmark", email: "never@stored.example" });
    if (path === "/personal_access_tokens/self") return jsonAnswer({ id: 1, name: "tickmark", scopes, active: true });
    if (path === "/projects") return projectsOf(projects, searchParams);
    if (/^\/(issues|merge_requests)$/.test(path)) return jsonAnswer([]);
    const [, asked = "", rest = ""] = /^\/projects\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    const one = projects.find(({ id, path_with_namespace: name }) => [String(id), name].includes(decodeURIComponent(asked)));
    if (one === undefined) return jsonAnswer({ message: "404 Project Not Found" }, { status: 404 });
    if (rest === "") return jsonAnswer(one);
    const mine = (things: readonly FakeThing[]): FakeThing[] => things.filter((thing) => thing.project === one.id);
    if (rest === "/protected_branches") return jsonAnswer((rules[Number(one.id)] ?? []).slice((Number(searchParams.get("page") ?? 1) - 1) * 100, Number(searchParams.get("page") ?? 1) * 100));
    if (rest === "/issues_statistics") return jsonAnswer({ statistics: { counts: { all: mine(issues()).length, closed: 0, opened: 0 } } });
    if (rest === "/issues") return pageOf(mine(issues()), searchParams, wholeIssue, totals);
    if (rest === "/merge_requests") return pageOf(mine(mergeRequests()), searchParams, wholeMergeRequest, totals);
    const [, kind, iid, what = ""] = /^\/(issues|merge_requests)\/(\d+)\/(\w+)$/.exec(rest) ?? [];
    const thing = mine(kind === "issues" ? issues() : mergeRequests()).find((found) => found.iid === Number(iid));
    if (thing === undefined || (what === "resource_iteration_events" && !iterations)) return jsonAnswer({ error: "404 Not Found" }, { status: 404 });
    return jsonAnswer(thing.history?.[what] ?? EMPTY[what] ?? (what === "versions" ? [{ id: 1, head_commit_sha: sha(thing.id), created_at: at(0) }] : []));
  };
}

/** By key: as GitLab, without any total. */
function projectsOf(projects: readonly Record<string, Json>[], asked: URLSearchParams): Incoming {
  const size = Number(asked.get("per_page") ?? 20);
  return jsonAnswer(projects.filter(({ id }) => Number(id) > Number(asked.get("id_after") ?? 0)).slice(0, size));
}

function pageOf(things: readonly FakeThing[], asked: URLSearchParams, whole: (thing: FakeThing) => Json, totals: boolean): Incoming {
  const [state, since, page, size] = [asked.get("state") ?? "all", Date.parse(asked.get("updated_after") ?? "1970-01-01T00:00:00Z"), Number(asked.get("page") ?? 1), Math.min(100, Number(asked.get("per_page") ?? 20))];
  const found = things.filter((thing) => (state === "all" || (thing.state ?? "opened") === state) && Date.parse(thing.updated) >= since).sort((a, b) => Date.parse(a.updated) - Date.parse(b.updated) || a.id - b.id);
  return jsonAnswer(found.slice((page - 1) * size, page * size).map(whole), totals ? { headers: { "x-total": String(found.length), "x-page": String(page) } } : {});
}
