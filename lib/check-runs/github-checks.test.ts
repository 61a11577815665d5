import { beforeAll, expect, test } from "vitest";
import { knownConnectors } from "#lib/connections/connectors.ts";
import { fakeOrganization } from "#lib/testing/fake-github-organization.ts";
import { refusal } from "#lib/testing/fake-github.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import type { Incoming } from "#lib/connector/index.ts";
import { judgeCollected, type FoundRow, type LastRun } from "./judge-collected.ts";
import { CHECKS_FOLDER, readChecks } from "./read-checks.ts";

// Checks over what the connector really brings of a GitHub in memory: three repositories, of which acme/infra has no protection.

const NOW = new Date("2026-03-02T09:00:00Z");
const github = knownConnectors().find(({ manifest }) => manifest.id === "github")!;
const checks = new Map((await readChecks(CHECKS_FOLDER)).map(({ check }) => [check.metadata.id, check]));

type Collected = { runs: LastRun[]; rows: FoundRow[] };
async function collect(more?: (url: URL) => Incoming | null): Promise<Collected> {
  const collected: Collected = { runs: [], rows: [] };
  for (const { id } of github.collectors) {
    const { end, rows } = await collectInMemory({ connector: github, settings: { organization: "acme" }, credential: { strategy: "token", values: { token: "github_pat_x" } }, collector: id, vendor: fakeOrganization(2, more) });
    collected.runs.push({ id, number: 1, collector: id, completeness: end?.completeness ?? "failed", listing: "full", gaps: end?.gaps ?? [], failure: end?.failure ?? null, endedAt: NOW, sha256: null });
    collected.rows.push(...[...rows.values()].map((row) => ({ row, collector: id, seenIn: id })));
  }
  return collected;
}

function stands(id: string, { runs, rows }: Collected, without?: string): Record<string, string> {
  const check = checks.get(id)!;
  const { subject, reads } = check.metadata;
  const isSubject = ({ row }: FoundRow) => row.kind === subject.kind && (subject.type === undefined || (row.kind === "resource" && row.type === subject.type));
  const collectors = [...new Set(rows.filter(isSubject).map(({ collector }) => collector))];
  const held = { connectionId: "c", collectors, truncated: false, runs: runs.filter(({ collector }) => collector !== without), rows: rows.filter((found) => isSubject(found) || reads.includes(found.row.kind)) };
  return Object.fromEntries(judgeCollected(check, held, {}, NOW).map(({ resource, state }) => [resource, state]));
}

let whole: Collected;
beforeAll(async () => { whole = await collect(); });

const each = (api: string, infra: string, web: string) => ({ "acme/api": api, "acme/infra": infra, "acme/web": web });

test.each([
  // A ruleset of the organization asks for one approval everywhere; acme/infra has nothing else.
  ["github-branch-reviewed", each("pass", "pass", "pass")], ["github-branch-approval-fresh", each("pass", "pass", "pass")], ["github-branch-history-kept", each("pass", "fail", "pass")],
  ["github-branch-holds-for-administrators", each("pass", "error", "pass")], ["github-branch-tested", each("pass", "fail", "pass")], ["github-dependabot-on", each("pass", "fail", "pass")],
  ["github-secret-scanning-on", each("pass", "pass", "pass")], ["github-secrets-revoked", each("fail", "fail", "fail")], ["github-code-scanned", each("fail", "fail", "fail")],
])("%s judges what the connector brings", (id, expected) => { expect(stands(id, whole)).toEqual(expected); });

test("changes, rulesets and workflows are judged each by itself", () => {
  expect(Object.values(stands("change-reviewed", whole)).sort()).toEqual([...Array<string>(6).fill("not_applicable"), ...Array<string>(6).fill("pass")]);
  expect(new Set(Object.values(stands("github-ruleset-enforced", whole)))).toEqual(new Set(["pass"]));
  // The files of these tests say nothing but when they run: what they run and grant is not known.
  for (const id of ["github-workflow-actions-pinned", "github-workflow-token-narrow"]) expect(stands(id, whole)).toMatchObject({ "acme/api:.github/workflows/w1.yml": "error", "acme/api:.github/workflows/w2.yml": "not_applicable" });
});

test("the audit log is read, or could not be, with the plain reason: never an empty log that passes", async () => {
  expect(Object.values(stands("github-audit-log-readable", whole))).toEqual(["pass"]);
  const without = await collect(({ pathname }) => (pathname === "/orgs/acme/audit-log" ? refusal(404, "Not Found") : null));
  expect(Object.values(stands("github-audit-log-readable", without))).toEqual(["error"]);
  expect(without.runs.find(({ collector }) => collector === "audit-log")?.failure?.says).toContain("not on Enterprise Cloud");
});

test("a refused answer leaves its repository unknown, one that says “off” fails it, and neither touches the others", async () => {
  const refused = await collect(({ pathname }) => {
    if (pathname === "/repos/acme/web/branches/main/protection") return refusal(403, "Resource not accessible by integration");
    if (pathname === "/repos/acme/web/secret-scanning/alerts") return refusal(404, "Secret scanning is disabled on this repository.");
    return pathname === "/repos/acme/api/secret-scanning/alerts" ? refusal(403, "Resource not accessible by integration") : null;
  });
  expect(stands("github-branch-reviewed", refused)).toEqual(each("pass", "pass", "error"));
  expect(stands("github-secret-scanning-on", refused)).toEqual(each("error", "pass", "fail"));
  expect(stands("github-secrets-revoked", refused)).toEqual(each("error", "fail", "error"));
});

test("before alerts were ever collected, no repository is said to be without secrets", () => {
  const nothing = { ...whole, rows: whole.rows.filter(({ collector }) => collector !== "secret-scanning-alerts") };
  for (const id of ["github-secret-scanning-on", "github-secrets-revoked"]) expect(stands(id, nothing, "secret-scanning-alerts")).toEqual(each("error", "error", "error"));
});
