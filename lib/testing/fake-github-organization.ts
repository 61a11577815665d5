import type { Incoming, Json } from "#lib/connector/index.ts";
import { jsonAnswer, type Vendor } from "./memory-collection.ts";
import { byCursor, fakeGithub, paged, person, refusal, repository } from "./fake-github.ts";

// The rest of the GitHub in memory: protection, alerts, pull requests, workflows and the audit log of three repositories.

const API = "https://api.github.com";
const at = (hours: number): string => new Date(Date.parse("2026-02-01T00:00:00Z") + hours * 3_600_000).toISOString().replace(".000Z", "Z");
const NAMES = ["acme/api", "acme/infra", "acme/web"] as const;
export const HEAD = "a".repeat(40);
const OLDER = "b".repeat(40);

function dependabotAlert(repo: string, number: number, more: Record<string, Json> = {}): Record<string, Json> {
  const dismissed = number % 3 === 0;
  const pack = { ecosystem: "npm", name: "left-pad" };
  const weakness = { package: pack, severity: "high", vulnerable_version_range: "< 1.3.0", first_patched_version: { identifier: "1.3.0" } };
  return {
    number, state: dismissed ? "dismissed" : "open", dependency: { package: pack, manifest_path: "package-lock.json", scope: "runtime" },
    security_advisory: {
      ghsa_id: "GHSA-aaaa-bbbb-cccc", cve_id: "CVE-2026-0001", summary: "Pads too far", description: "It pads too far.", vulnerabilities: [weakness], severity: "high", cvss: { score: 7.5, vector_string: null }, cwes: [{ cwe_id: "CWE-400", name: "Exhaustion" }],
      identifiers: [{ type: "GHSA", value: "GHSA-aaaa-bbbb-cccc" }], references: [{ url: "https://example.org/1" }], published_at: at(0), updated_at: at(0), withdrawn_at: null,
    },
    security_vulnerability: weakness, url: `${API}/repos/${repo}/dependabot/alerts/${number}`, html_url: `https://github.com/${repo}/security/dependabot/${number}`, created_at: at(number), updated_at: at(100 + number),
    dismissed_at: dismissed ? at(50) : null, dismissed_by: dismissed ? person(1) : null, dismissed_reason: dismissed ? "tolerable_risk" : null, dismissed_comment: dismissed ? "Never called" : null, fixed_at: null, ...more,
  };
}

function codeAlert(repo: string, number: number): Record<string, Json> {
  const url = `${API}/repos/${repo}/code-scanning/alerts/${number}`;
  const tool = { name: "CodeQL", guid: null, version: "2.20.0" };
  return {
    number, created_at: at(number), updated_at: at(100 + number), url, html_url: `https://github.com/${repo}/security/code-scanning/${number}`, instances_url: `${url}/instances`, state: number % 2 === 0 ? "fixed" : "open", fixed_at: number % 2 === 0 ? at(60) : null,
    dismissed_by: null, dismissed_at: null, dismissed_reason: null, rule: { id: "js/sql-injection", name: "js/sql-injection", severity: "error", security_severity_level: "critical", description: "Query built from user input", tags: ["security", "external/cwe/cwe-089"] }, tool,
    most_recent_instance: { ref: "refs/heads/main", analysis_key: "a", environment: "{}", category: "js", state: "open", commit_sha: HEAD, message: { text: "…" }, location: { path: "src/db.ts", start_line: 12, end_line: 12, start_column: 1, end_column: 5 }, classifications: [] },
  };
}

function analysis(repo: string, id: number, error = ""): Record<string, Json> {
  return { ref: "refs/heads/main", commit_sha: HEAD, analysis_key: "a", environment: "{}", category: "js", error, created_at: at(300 - id), results_count: 2, rules_count: 90, id, url: `${API}/repos/${repo}/code-scanning/analyses/${id}`, sarif_id: `s${id}`, tool: { name: "CodeQL", guid: null, version: "2.20.0" }, deletable: false, warning: "" };
}

function secretAlert(repo: string, number: number): Record<string, Json> {
  const url = `${API}/repos/${repo}/secret-scanning/alerts/${number}`;
  const revoked = number % 2 === 0;
  return {
    number, created_at: at(number), updated_at: at(100 + number), url, html_url: `https://github.com/${repo}/security/secret-scanning/${number}`, locations_url: `${url}/locations`, state: revoked ? "resolved" : "open", resolution: revoked ? "revoked" : null, resolved_at: revoked ? at(70) : null, resolved_by: revoked ? person(2) : null,
    resolution_comment: revoked ? "it was hunter2" : null, secret_type: "aws_access_key_id", secret_type_display_name: "AWS access key", secret: "AKIAEXAMPLESECRET", validity: "active", push_protection_bypassed: false,
  };
}

function pull(repo: string, number: number): Record<string, Json> {
  const url = `${API}/repos/${repo}/pulls/${number}`;
  const side = (label: string, sha: string): Record<string, Json> => ({ label: `acme:${label}`, ref: label, sha, user: person(0), repo: repository(1, "acme", repo.split("/")[1] ?? "") });
  const merged = number % 2 === 0;
  const links = ["comments", "commits", "statuses", "html", "issue", "review_comments", "review_comment", "self"].map((name) => [name, { href: `${url}/${name}` }]);
  return {
    url, id: 700_000 + number + (NAMES as readonly string[]).indexOf(repo) * 1000, node_id: `PR_${number}`, html_url: `https://github.com/${repo}/pull/${number}`, diff_url: `${url}.diff`, patch_url: `${url}.patch`, issue_url: `${url}/issue`, commits_url: `${url}/commits`, review_comments_url: `${url}/comments`, review_comment_url: `${url}/comments/1`,
    comments_url: `${url}/c`, statuses_url: `${url}/s`, number, state: merged ? "closed" : "open", locked: false, title: `Change ${number}`, user: person(0), body: "Why it is changed", labels: [], milestone: null, created_at: at(number), updated_at: at(100 + number), closed_at: merged ? at(110) : null, merged_at: merged ? at(110) : null,
    merge_commit_sha: HEAD, assignee: null, head: side("feature", HEAD), base: side("main", OLDER), _links: Object.fromEntries(links) as Record<string, Json>, author_association: "MEMBER", auto_merge: null, draft: false,
  };
}

const whole = (one: Record<string, Json>): Record<string, Json> => ({ ...one, additions: 1, changed_files: 1, comments: 0, commits: 1, deletions: 0, mergeable: null, mergeable_state: "unknown", merged: one.merged_at !== null, maintainer_can_modify: false, merged_by: one.merged_at === null ? null : person(1), review_comments: 0 });

function review(repo: string, pullNumber: number, id: number, by: number, state: string, commit: string): Record<string, Json> {
  const url = `${API}/repos/${repo}/pulls/${pullNumber}`;
  return { id, node_id: `RV_${id}`, user: person(by), body: "Words of a review", state, html_url: `https://github.com/${repo}/pull/${pullNumber}`, pull_request_url: url, author_association: "MEMBER", _links: { html: { href: url }, pull_request: { href: url } }, submitted_at: at(101 + id), commit_id: commit };
}

/** One approves what is merged, one an older commit; one approves and then asks for changes; the rest is talk. */
const reviews = (repo: string, number: number): Record<string, Json>[] => [
  review(repo, number, 1, 1, "APPROVED", HEAD), review(repo, number, 2, 2, "APPROVED", HEAD), review(repo, number, 3, 2, "CHANGES_REQUESTED", HEAD), review(repo, number, 4, 0, "APPROVED", OLDER), review(repo, number, 5, 1, "COMMENTED", HEAD),
];

const FILE = "on: push\n";
function workflow(repo: string, id: number): Record<string, Json> {
  const path = id === 3 ? "dynamic/pages/pages-build-deployment" : `.github/workflows/w${id}.yml`;
  return { id, node_id: `W_${id}`, name: `Workflow ${id}`, path, state: "active", created_at: at(1), updated_at: at(1), url: `${API}/repos/${repo}/actions/workflows/${id}`, html_url: `https://github.com/${repo}/blob/main/${path}`, badge_url: `https://github.com/${repo}/badge.svg` };
}

const contentOf = (repo: string, path: string): Json => ({
  type: "file", encoding: "base64", size: FILE.length, name: path.split("/").at(-1) ?? "", path, content: Buffer.from(FILE).toString("base64"), sha: "c".repeat(40), url: `${API}/repos/${repo}/contents/${path}`, git_url: null, html_url: null, download_url: null, _links: { git: null, html: null, self: `${API}/repos/${repo}/contents/${path}` },
});

const commit = (repo: string): Json => {
  const who = { name: "Mina", email: "mina@acme.example", date: at(1) };
  return { url: `${API}/repos/${repo}/commits/${HEAD}`, sha: HEAD, node_id: "C_1", html_url: `https://github.com/${repo}/commit/${HEAD}`, comments_url: `${API}/c`, parents: [], author: person(0), committer: person(0), commit: { url: `${API}/c`, author: who, committer: who, message: "m", comment_count: 0, tree: { sha: OLDER, url: `${API}/t` } } };
};

const PROTECTION = { url: `${API}/p`, enforce_admins: { url: `${API}/p/e`, enabled: true }, required_pull_request_reviews: { url: `${API}/p/r`, dismiss_stale_reviews: true, require_code_owner_reviews: false, required_approving_review_count: 2 }, required_status_checks: { url: `${API}/p/s`, strict: true, contexts: ["test"], contexts_url: `${API}/p/c`, checks: [{ context: "test", app_id: null }] }, allow_force_pushes: { enabled: false }, allow_deletions: { enabled: false } };

function auditPage(url: URL): Incoming {
  const since = /created:>=(\S+)/.exec(url.searchParams.get("phrase") ?? "")?.[1];
  const events = Array.from({ length: 8 }, (_, index) => ({ "@timestamp": Date.parse(at(index)), _document_id: `doc${index}`, action: "repo.change_visibility", actor: "mina", actor_id: 1, org: "acme", repo: "acme/api", created_at: Date.parse(at(index)), config: [{ url: "https://hooks.example/very-hidden" }] }))
    .filter((one) => since === undefined || one["@timestamp"] >= Date.parse(since));
  return byCursor(url, events);
}

/** What a repository answers to a path below it; the second has no protection and no scanning. */
function below(repo: string, path: string, url: URL): Incoming | null {
  const bare = repo === NAMES[1];
  const lists: Record<string, () => Json[]> = {
    "dependabot/alerts": () => [1, 2, 3, 4].map((number) => dependabotAlert(repo, number)), "code-scanning/alerts": () => [1, 2, 3].map((number) => codeAlert(repo, number)), "secret-scanning/alerts": () => [1, 2, 3].map((number) => secretAlert(repo, number)),
    "code-scanning/analyses": () => [analysis(repo, 1), analysis(repo, 2, "out of memory")], pulls: () => [1, 2, 3, 4].map((number) => pull(repo, number)),
    "rules/branches/main": () => [{ type: "pull_request", ruleset_source_type: "Organization", ruleset_source: "acme", ruleset_id: 5, parameters: { dismiss_stale_reviews_on_push: true, require_code_owner_review: false, require_last_push_approval: false, required_approving_review_count: 1, required_review_thread_resolution: false } }],
    rulesets: () => [{ id: 5, name: "main", source: "acme", source_type: "Organization", target: "branch", enforcement: "active" }], commits: () => [commit(repo)],
  };
  if (path === "branches/main/protection") return bare ? refusal(404, "Branch not protected") : jsonAnswer(PROTECTION);
  if (path === "vulnerability-alerts") return bare ? refusal(404, "Vulnerability alerts are disabled.") : { ...jsonAnswer(null), status: 204, bytes: new Uint8Array() };
  if (path === "code-scanning/default-setup") return bare ? refusal(403, "Code Security must be enabled for this repository to use code scanning.") : jsonAnswer({ state: "configured", languages: ["javascript"], query_suite: "default", updated_at: at(1), schedule: "weekly" });
  if (path === "actions/workflows") return paged(url, [1, 2, 3].map((id) => workflow(repo, id)), (workflows) => ({ total_count: 3, workflows }));
  if (path.startsWith("contents/")) return path.endsWith("w2.yml") ? refusal(404, "Not Found") : jsonAnswer(contentOf(repo, decodeURIComponent(path.slice(9))));
  const list = lists[path]?.();
  if (list !== undefined) return (path === "dependabot/alerts" ? byCursor : paged)(url, newestFirst(url, list));
  const [, number, reviewed] = /^pulls\/(\d+)(\/reviews)?$/.exec(path) ?? [];
  if (number === undefined) return null;
  return reviewed === undefined ? jsonAnswer(whole(pull(repo, Number(number)))) : paged(url, reviews(repo, Number(number)));
}

const newestFirst = (url: URL, list: readonly Json[]): readonly Json[] => (url.searchParams.get("direction") === "desc" && url.searchParams.get("sort") === "updated" ? [...list].reverse() : list);

/** @param more answers before everything else, to plant what a test is about */
export function fakeOrganization(smallest: number, more?: (url: URL) => Incoming | null): Vendor {
  return fakeGithub({
    organization: "acme", issues: new Map(), repositories: NAMES.map((name, index) => repository(index + 1, "acme", name.split("/")[1] ?? "")),
    routes: (url) => {
      const own = more?.(url) ?? null;
      if (own !== null) return own;
      if (url.pathname === "/orgs/acme/audit-log") return auditPage(url);
      const found = NAMES.find((name) => url.pathname.startsWith(`/repos/${name}/`));
      return found === undefined ? null : below(found, url.pathname.slice(`/repos/${found}/`.length), url);
    },
  }, smallest);
}
