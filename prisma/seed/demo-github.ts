import type { Json } from "#lib/connector/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";

// The demo's own GitHub server, as far as its connector asks: protection, scanning, workflows and pull requests of four repositories.

export const FORGE = "https://github.fernhall.example/api/v3";
const HTML = "https://github.fernhall.example/fernhall";
const HEAD = "4d1f0c9a7be2538d6e0b91c2f7a86543d0e1b2c3";
const OLDER = "0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b";

export type DemoAnswer = { status: number; body: Json };
const given = (body: Json): DemoAnswer => ({ status: 200, body });
const refused = (status: number, message: string): DemoAnswer => ({ status, body: { message } });

type Person = "tomas" | "priya" | "jonas" | "lena";
const PEOPLE: Readonly<Record<Person, Json>> = { tomas: { id: 11, login: "tomas-rivera" }, priya: { id: 12, login: "priya-raman" }, jonas: { id: 13, login: "jonas-weber" }, lena: { id: 14, login: "lena-fischer" } };

/** Days are told before the last day of the story. */
type Pull = { number: number; day: number; title: string; by: Person; approvedBy: Person | null; /** Whether commits were pushed behind the approval. */ pushedAfter?: boolean; open?: boolean };
type Repository = {
  name: string; archived?: boolean; protection: "whole" | "none" | "hidden"; ruled: boolean; dependabot: boolean;
  /** Days ago at which code scanning looked at it last; null: it is not set up. */
  scanned: number | null;
  weaknesses: readonly { number: number; day: number; title: string; component: string; severity: "critical" | "high" | "medium"; fixedAfter: number | null; to: string }[];
  secrets: readonly { number: number; day: number; kind: string; revokedAfter: number | null }[];
  workflows: Readonly<Record<string, string>>;
  pulls: readonly Pull[];
};

const PINNED = `actions/checkout@${OLDER}`;
const REPOSITORIES: readonly Repository[] = [
  {
    name: "customer-api", protection: "whole", ruled: true, dependabot: true, scanned: 2,
    weaknesses: [{ number: 7, day: 40, title: "Prototype pollution when parsing query strings", component: "qs", severity: "high", fixedAfter: 9, to: "6.13.1" }, { number: 8, day: 5, title: "Slow regular expression in header parsing", component: "http-proxy", severity: "medium", fixedAfter: null, to: "1.18.2" }],
    secrets: [{ number: 1, day: 55, kind: "Stripe test key", revokedAfter: 1 }],
    workflows: { "ci.yml": `on: push\npermissions:\n  contents: read\njobs:\n  test:\n    steps:\n      - uses: ${PINNED}\n`, "release.yml": "on: workflow_dispatch\npermissions:\n  contents: read\njobs:\n  release:\n    permissions:\n      packages: write\n    steps:\n      - uses: docker/build-push-action@v6\n" },
    pulls: [{ number: 412, day: 9, title: "Refuse sessions of deactivated accounts", by: "tomas", approvedBy: "lena" }, { number: 415, day: 4, title: "Log the reason of a refused transfer", by: "lena", approvedBy: "tomas", pushedAfter: true }, { number: 418, day: 1, title: "Smaller pages for account statements", by: "tomas", approvedBy: null, open: true }],
  },
  {
    name: "infrastructure", protection: "none", ruled: true, dependabot: true, scanned: null,
    weaknesses: [{ number: 3, day: 120, title: "Path traversal when archives are unpacked", component: "tar-fs", severity: "medium", fixedAfter: null, to: "3.0.9" }],
    secrets: [{ number: 2, day: 12, kind: "AWS access key", revokedAfter: null }],
    workflows: { "plan.yml": "on: pull_request\njobs:\n  plan:\n    steps:\n      - uses: hashicorp/setup-terraform@v3\n" },
    pulls: [{ number: 96, day: 6, title: "Second address for the bastion", by: "jonas", approvedBy: "priya" }, { number: 97, day: 2, title: "Raise the disk of db-primary-01", by: "jonas", approvedBy: null }],
  },
  { name: "status-page", protection: "hidden", ruled: false, dependabot: false, scanned: 3, weaknesses: [], secrets: [], workflows: {}, pulls: [{ number: 21, day: 14, title: "Show planned maintenance", by: "lena", approvedBy: "tomas" }] },
  { name: "old-shop", archived: true, protection: "none", ruled: false, dependabot: false, scanned: null, weaknesses: [], secrets: [], workflows: {}, pulls: [] },
];

const repositoryOf = ({ name, archived = false }: Repository, index: number, lastDay: string): Json => ({
  id: 500 + index, name, full_name: `fernhall/${name}`, owner: { login: "fernhall" }, html_url: `${HTML}/${name}`, private: true, visibility: "internal", archived, default_branch: "main", created_at: `${addDays(lastDay, -700)}T09:00:00Z`, pushed_at: `${addDays(lastDay, archived ? -400 : -1)}T16:00:00Z`, topics: [],
});

const PROTECTION: Json = {
  required_pull_request_reviews: { required_approving_review_count: 1, dismiss_stale_reviews: false, require_code_owner_reviews: true }, required_status_checks: { strict: true, contexts: ["test"] },
  enforce_admins: { enabled: true }, allow_force_pushes: { enabled: false }, allow_deletions: { enabled: false },
};
const RULES: Json = [{ type: "pull_request", ruleset_source: "fernhall", ruleset_id: 5, parameters: { required_approving_review_count: 1, dismiss_stale_reviews_on_push: false, require_last_push_approval: false } }];
const RULESETS: Json = [{ id: 5, name: "Reviewed changes", source: "fernhall", source_type: "Organization", target: "branch", enforcement: "active" }, { id: 6, name: "Signed commits", source: "fernhall", source_type: "Organization", target: "branch", enforcement: "evaluate" }];

/** What the server answers to a path behind its API's address; null: it knows no such path. */
export function answerForge(path: string, lastDay: string): DemoAnswer | null {
  const whole = REPOSITORIES.map((one, index) => repositoryOf(one, index, lastDay));
  if (path === "/user") return given({ id: 90, login: "tickmark-collector" });
  if (path === "/orgs/fernhall") return given({ public_repos: 0, total_private_repos: REPOSITORIES.length });
  if (path === "/orgs/fernhall/repos") return given(whole);
  const [, name, rest = ""] = /^\/repos\/fernhall\/([\w-]+)\/?(.*)$/.exec(path) ?? [];
  const index = REPOSITORIES.findIndex((one) => one.name === name);
  const repository = REPOSITORIES[index];
  if (repository === undefined) return null;
  return rest === "" ? given(whole[index] ?? null) : settingsOf(repository, rest) ?? alertsOf(repository, rest, lastDay) ?? codeOf(repository, rest, lastDay);
}

function settingsOf({ protection, ruled, dependabot, scanned }: Repository, path: string): DemoAnswer | null {
  switch (path) {
    case "branches/main/protection": return protection === "whole" ? given(PROTECTION) : protection === "none" ? refused(404, "Branch not protected") : refused(403, "Resource not accessible by personal access token");
    case "rules/branches/main": return given(ruled ? RULES : []);
    case "rulesets": return given(ruled ? RULESETS : []);
    case "vulnerability-alerts": return dependabot ? { status: 204, body: null } : refused(404, "Vulnerability alerts are disabled.");
    case "code-scanning/default-setup": return given({ state: scanned === null ? "not-configured" : "configured", languages: ["typescript"], query_suite: "default", schedule: "weekly" });
    default: return null;
  }
}

function alertsOf({ name, dependabot, scanned, weaknesses, secrets }: Repository, path: string, lastDay: string): DemoAnswer | null {
  const at = (day: number, time = "06:10:00"): string => `${addDays(lastDay, -day)}T${time}Z`;
  switch (path) {
    case "dependabot/alerts": return dependabot ? given(weaknesses.map(({ number, day, title, component, severity, fixedAfter, to }) => ({
      number, html_url: `${HTML}/${name}/security/dependabot/${number}`, state: fixedAfter === null ? "open" : "fixed", created_at: at(day), updated_at: at(day - (fixedAfter ?? 0)), fixed_at: fixedAfter === null ? null : at(day - fixedAfter, "15:42:00"),
      dependency: { package: { ecosystem: "npm", name: component }, manifest_path: "package-lock.json" }, security_advisory: { ghsa_id: `GHSA-demo-demo-${String(number).padStart(4, "0")}`, cve_id: null, summary: title, severity, cvss: null },
      security_vulnerability: { severity, first_patched_version: { identifier: to } },
    }))) : refused(403, "Dependabot alerts are disabled for this repository.");
    case "code-scanning/alerts": return scanned === null ? refused(404, "no analysis found") : given([]);
    case "code-scanning/analyses": return scanned === null ? refused(404, "no analysis found") : given([{ id: 1, created_at: at(scanned), error: "", category: "typescript", tool: { name: "CodeQL" }, commit_sha: HEAD, results_count: 0 }]);
    case "secret-scanning/alerts": return given(secrets.map(({ number, day, kind, revokedAfter }) => ({
      number, html_url: `${HTML}/${name}/security/secret-scanning/${number}`, state: revokedAfter === null ? "open" : "resolved", resolution: revokedAfter === null ? null : "revoked", created_at: at(day), updated_at: at(day - (revokedAfter ?? 0)),
      resolved_at: revokedAfter === null ? null : at(day - revokedAfter, "10:05:00"), resolved_by: revokedAfter === null ? null : PEOPLE.jonas, secret_type: kind.toLowerCase().replaceAll(" ", "_"), secret_type_display_name: kind,
    })));
    default: return null;
  }
}

function codeOf({ name, workflows, pulls }: Repository, path: string, lastDay: string): DemoAnswer | null {
  const files = Object.keys(workflows);
  if (path === "commits") return given([{ sha: HEAD }]);
  if (path === "actions/workflows") return given({ total_count: files.length, workflows: files.map((file) => ({ name: file.replace(".yml", ""), path: `.github/workflows/${file}`, state: "active", html_url: `${HTML}/${name}/blob/main/.github/workflows/${file}`, created_at: `${addDays(lastDay, -300)}T09:00:00Z` })) });
  const text = workflows[decodeURIComponent(path).replace("contents/.github/workflows/", "")];
  if (text !== undefined) return given({ sha: OLDER, size: text.length, encoding: "base64", content: Buffer.from(text).toString("base64") });
  if (path === "pulls") return given(pulls.map((pull) => pullOf(name, pull, lastDay)));
  const [, number, reviews] = /^pulls\/(\d+)(\/reviews)?$/.exec(path) ?? [];
  const pull = pulls.find((one) => String(one.number) === number);
  if (pull === undefined) return null;
  return given(reviews === undefined ? pullOf(name, pull, lastDay) : reviewsOf(pull, lastDay));
}

function pullOf(repository: string, { number, day, title, by, approvedBy, open = false }: Pull, lastDay: string): Json {
  const [created, merged] = [`${addDays(lastDay, -day)}T08:40:00Z`, open ? null : `${addDays(lastDay, -day)}T15:10:00Z`];
  return {
    id: 70_000 + number, number, title, html_url: `${HTML}/${repository}/pull/${number}`, state: open ? "open" : "closed", draft: false, user: PEOPLE[by], merged: !open, merged_by: open ? null : PEOPLE[approvedBy ?? by],
    merged_at: merged, created_at: created, updated_at: merged ?? created, merge_commit_sha: open ? null : HEAD, head: { sha: HEAD }, base: { ref: "main", repo: { default_branch: "main" } },
  };
}

const reviewsOf = ({ day, approvedBy, pushedAfter = false }: Pull, lastDay: string): Json => (approvedBy === null ? [] : [{ user: PEOPLE[approvedBy], state: "APPROVED", commit_id: pushedAfter ? OLDER : HEAD, submitted_at: `${addDays(lastDay, -day)}T14:20:00Z` }]);
