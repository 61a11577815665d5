// A Jira server with 100,000 issues and a GitHub Enterprise server with 50,000 Dependabot alerts, as far as collectors ask them:
// answers of their size and shape, made when asked. Tells its port; "change" has a hundredth of a percent of each changed; "counts"
// says what was asked since, and how many items were answered.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";

const ISSUES_PER_PROJECT = 25_000;
const REPOSITORIES = 50;
const ALERTS_PER_REPOSITORY = 1_000;
/** Every so manieth of a project or repository changes, in its own order. */
const CHANGED_EVERY = 1_000;
const START = Date.parse("2026-01-05T06:00:00Z");
const MINUTE = 60_000;

const share = Number(process.env["BENCH_SHARE"] ?? "1");
const issuesPerProject = Math.round(ISSUES_PER_PROJECT * share);
const alertsPerRepository = Math.round(ALERTS_PER_REPOSITORY * share);
let changedAt: number | null = null;
let counts = { requests: 0, items: 0, bytes: 0 };

const isChanged = (index: number): boolean => changedAt !== null && index % CHANGED_EVERY === 0;
const updatedAt = (index: number): number => (isChanged(index) && changedAt !== null ? changedAt : START + index * MINUTE);

function issueOf(project: string, index: number): object {
  const [id, key] = [Number(project.slice(1)) * 1_000_000 + index, `${project}-${index}`];
  const person = (which: number): object => ({ key: `JIRAUSER${which}`, name: `person${which}`, displayName: `Person ${which}`, emailAddress: `person${which}@example.com`, active: true, timeZone: "UTC" });
  const at = (offset: number): string => new Date(START + index * MINUTE + offset * MINUTE).toISOString().replace("Z", "+0000");
  const done = isChanged(index) || index % 3 !== 0;
  return {
    id: String(id), key, self: `http://jira.example/rest/api/2/issue/${id}`,
    fields: {
      summary: `Unusual sign-in of an administrator seen from a new network, case ${index}`, issuetype: { name: "Incident" }, priority: { name: index % 10 === 0 ? "Highest" : "Medium" }, labels: ["incident", `team-${index % 7}`], project: { key: project },
      created: at(0), updated: new Date(updatedAt(index)).toISOString().replace("Z", "+0000"), resolutiondate: done ? at(90) : null, resolution: done ? { name: "Done" } : null,
      status: { name: done ? "Closed" : "In progress", statusCategory: { key: done ? "done" : "indeterminate" } }, assignee: person(index % 40), reporter: person(40 + (index % 9)), security: null,
    },
    changelog: { startAt: 0, maxResults: 2, total: 2, histories: [1, 2].map((step) => ({ id: String(id * 10 + step), author: person(index % 40), created: at(10 * step), items: [{ field: "status", fieldtype: "jira", from: String(step), fromString: step === 1 ? "Open" : "In progress", to: String(step + 1), toString: step === 1 ? "In progress" : "Closed" }] })) },
  };
}

function alertOf(repository: string, number: number): object {
  const [created, updated] = [new Date(START + number * MINUTE), new Date(updatedAt(number))].map((date) => date.toISOString().replace(".000Z", "Z"));
  const pack = { ecosystem: "npm", name: `library-${number % 400}` };
  const weakness = { package: pack, severity: number % 5 === 0 ? "high" : "medium", vulnerable_version_range: "< 2.4.1", first_patched_version: { identifier: "2.4.1" } };
  const fixed = isChanged(number) || number % 2 === 0;
  const advisory = { ghsa_id: `GHSA-aaaa-bbbb-${number % 400}`, cve_id: `CVE-2026-${10_000 + (number % 400)}`, summary: "Input of another is taken at its word", description: "A longer text that says what goes wrong. ".repeat(12), vulnerabilities: [weakness], severity: weakness.severity, cvss: { score: 6.1, vector_string: null }, cwes: [{ cwe_id: "CWE-20", name: "Improper input validation" }], identifiers: [{ type: "GHSA", value: `GHSA-aaaa-bbbb-${number % 400}` }], references: [{ url: "https://example.org/advisory" }], published_at: created, updated_at: created, withdrawn_at: null };
  return {
    number, state: fixed ? "fixed" : "open", dependency: { package: pack, manifest_path: "package-lock.json", scope: "runtime" }, security_advisory: advisory, security_vulnerability: weakness,
    url: `http://github.example/api/v3/repos/acme/${repository}/dependabot/alerts/${number}`, html_url: `http://github.example/acme/${repository}/security/dependabot/${number}`, created_at: created, updated_at: updated, dismissed_at: null, dismissed_by: null, dismissed_reason: null, dismissed_comment: null, fixed_at: fixed ? created : null,
  };
}

function say(response: ServerResponse, body: unknown, items = 0, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body);
  counts = { requests: counts.requests + 1, items: counts.items + items, bytes: counts.bytes + text.length };
  response.writeHead(200, { "content-type": "application/json", ...headers }).end(text);
}

/** Numbers from 1 to `most` that a question is about, lowest first. */
const numbers = (most: number, since: number | null): number[] => Array.from({ length: most }, (_, index) => index + 1).filter((index) => since === null || updatedAt(index) >= since);

async function answerJira(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (path === "/myself") return say(response, { key: "JIRAUSER1", name: "collector", displayName: "Collector", timeZone: "UTC" });
  if (path === "/mypermissions") return say(response, { permissions: { BROWSE_PROJECTS: { havePermission: true } } });
  if (path.startsWith("/project/")) return say(response, { id: "1", key: path.slice(9), name: path.slice(9) });
  const body = JSON.parse(await textOf(request)) as { jql: string; startAt: number; maxResults: number };
  const project = /project = "(\w+)"/.exec(body.jql)?.[1] ?? "";
  const since = /updated >= "([^"]+)"/.exec(body.jql)?.[1];
  const found = numbers(issuesPerProject, since === undefined ? null : Date.parse(`${since.replaceAll("/", "-").replace(" ", "T")}:00Z`));
  const page = found.slice(body.startAt, body.startAt + body.maxResults).map((index) => issueOf(project, index));
  say(response, { startAt: body.startAt, maxResults: body.maxResults, total: found.length, issues: page }, page.length);
}

function answerGithub(url: URL, response: ServerResponse): void {
  const path = url.pathname.slice("/api/v3".length);
  const repositories = Array.from({ length: REPOSITORIES }, (_, index) => `service-${String(index).padStart(2, "0")}`);
  const [size, page] = [Number(url.searchParams.get("per_page") ?? "30"), Number(url.searchParams.get("page") ?? "1")];
  const answer = (all: number, of: (from: number, until: number) => object[]): void => {
    const next = new URL(url);
    next.searchParams.set("page", String(page + 1));
    const found = of((page - 1) * size, page * size);
    say(response, found, found.length, page * size < all ? { link: `<${next.href}>; rel="next"` } : {});
  };
  if (path === "/orgs/acme/repos") return answer(REPOSITORIES, (from, until) => repositories.slice(from, until).map((name) => ({ full_name: `acme/${name}`, name, owner: { login: "acme" }, default_branch: "main" })));
  const [, repository] = /^\/repos\/acme\/([\w-]+)\/dependabot\/alerts$/.exec(path) ?? [];
  if (repository === undefined) return say(response, { login: "collector", id: 1 });
  const order = numbers(alertsPerRepository, null);
  if (url.searchParams.get("sort") === "updated") order.sort((a, b) => updatedAt(b) - updatedAt(a));
  answer(order.length, (from, until) => order.slice(from, until).map((number) => alertOf(repository, number)));
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://vendor.invalid");
  url.host = request.headers.host ?? "";
  const jira = /^\/rest\/api\/2(\/.*)$/.exec(url.pathname)?.[1];
  if (jira === undefined) answerGithub(url, response);
  else void answerJira(jira, request, response);
});
process.on("message", (message: "change" | "counts") => {
  if (message === "change") changedAt = Date.now();
  process.send?.(counts);
  counts = { requests: 0, items: 0, bytes: 0 };
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
