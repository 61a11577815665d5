import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory, type MemoryRun } from "#lib/testing/memory-collection.ts";
import type { Incoming, Json, Row } from "#lib/connector/index.ts";
import { refusal } from "#lib/testing/fake-github.ts";
import { fakeOrganization, HEAD } from "#lib/testing/fake-github-organization.ts";
import { github } from "./index.ts";

const parts = { connector: github, settings: { organization: "acme" }, credential: { strategy: "token", values: { token: "github_pat_very_secret" } }, vendor: () => fakeOrganization(2) };
const collect = (collector: string, more?: (url: URL) => Incoming | null): Promise<MemoryRun> => collectInMemory({ ...parts, collector, vendor: fakeOrganization(2, more) });
const named = (run: MemoryRun, end: string): Row | undefined => [...run.rows.values()].find(({ externalId }) => externalId.endsWith(end));

connectorSuite({ ...parts, collector: "repositories", rows: 18, part: /web\/rules/ });
connectorSuite({ ...parts, collector: "pull-requests", rows: 12, part: /web\/pulls\/2\/reviews/ });
connectorSuite({ ...parts, collector: "workflow-files", rows: 9, part: /web\/actions/ });
connectorSuite({ ...parts, collector: "dependabot-alerts", rows: 12, part: /web\/dependabot/ });
connectorSuite({ ...parts, collector: "code-scanning-alerts", rows: 12, part: /web\/code-scanning\/analyses/ });
connectorSuite({ ...parts, collector: "secret-scanning-alerts", rows: 9, part: /web\/secret/ });
connectorSuite({ ...parts, collector: "audit-log", rows: 8 + 1, part: null });

test("a branch that GitHub calls unprotected is a finding; one that it will not speak of is unknown", async () => {
  const run = await collect("repositories");
  expect(named(run, "acme/api@main")).toMatchObject({ type: "github.branch_protection", attributes: { protected: true, required_approvals: 2, holds_for_administrators: true, dismisses_stale_approvals: true, required_checks: ["test"], allows_force_push: false } });
  expect(named(run, "acme/infra@main")).toMatchObject({ attributes: { protected: false } });
  expect(named(run, "acme/infra:dependabot")).toMatchObject({ attributes: { enabled: false } });
  expect(named(run, "acme/infra:code-scanning")).toMatchObject({ attributes: { available: false, default_setup: null } });
  for (const [status, message, reason] of [[403, "Resource not accessible by integration", "denied"], [404, "Not Found", "not_found"]] as const) {
    const unknown = await collect("repositories", ({ pathname }) => (pathname === "/repos/acme/infra/branches/main/protection" ? refusal(status, message) : null));
    expect([unknown.end?.completeness, unknown.end?.gaps.map((gap) => gap.reason), named(unknown, "acme/infra@main")]).toEqual(["partial", [reason], undefined]);
  }
});

test("scanning that is switched off is no clean list: everywhere off is disabled, in one repository partial", async () => {
  const everywhere = await collect("dependabot-alerts", ({ pathname }) => (pathname.includes("/dependabot/") ? refusal(403, "Dependabot alerts are disabled for this repository.") : null));
  expect([everywhere.end?.completeness, everywhere.rows.size]).toEqual(["disabled", 0]);
  const one = await collect("secret-scanning-alerts", ({ pathname }) => (pathname === "/repos/acme/web/secret-scanning/alerts" ? refusal(404, "Secret scanning is disabled on this repository.") : null));
  expect(one.end).toMatchObject({ completeness: "partial", gaps: [{ reason: "disabled", scope: "acme/web" }] });
  const never = await collect("code-scanning-alerts", ({ pathname }) => (pathname.includes("/code-scanning/") ? refusal(404, "no analysis found") : null));
  expect(never.end?.completeness).toBe("disabled");
});

test("a secret that was found is not stored, nor what was written of it", async () => {
  const run = await collect("secret-scanning-alerts");
  expect(JSON.stringify(run.pages)).not.toMatch(/AKIAEXAMPLESECRET|hunter2/);
  expect(run.exchanges.filter(({ address }) => address.includes("secret-scanning")).every(({ address }) => address.includes("hide_secret="))).toBe(true);
  expect([named(run, "acme/api:secret-scanning:1"), named(run, "acme/api:secret-scanning:2")]).toMatchObject([{ state: "open", status: "open, active" }, { state: "fixed", fixedAt: "2026-02-03T22:00:00Z" }]);
});

test("weaknesses keep their numbers, degree, place and who let them be; the newest analysis speaks for its tool", async () => {
  expect(named(await collect("dependabot-alerts"), "acme/web:dependabot:3")).toMatchObject({ identifiers: ["GHSA-aaaa-bbbb-cccc", "CVE-2026-0001"], severity: { degree: "high" }, score: 7.5, state: "dismissed", component: "npm:left-pad in package-lock.json", fixedVersion: "1.3.0", dismissedBy: { id: "2", name: "joel" }, dismissedReason: "tolerable_risk: Never called" });
  const scanning = await collect("code-scanning-alerts");
  expect(named(scanning, "acme/web:code-scanning:2")).toMatchObject({ identifiers: ["js/sql-injection", "CWE-89"], severity: { degree: "critical" }, state: "fixed", component: "src/db.ts:12" });
  expect(named(scanning, "acme/web:CodeQL:js")).toMatchObject({ kind: "coverage", state: "covered", lastSeenAt: "2026-02-13T11:00:00Z" });
});

test("an approval that was taken back is none, and one of an older commit is not of what was merged", async () => {
  const run = await collect("pull-requests");
  const merged = [...run.rows.values()].find((row) => row.kind === "change" && row.key === "acme/api#2");
  expect(merged).toMatchObject({ state: "merged", author: { name: "mina" }, mergedBy: { name: "joel" }, attributes: { base: "main", head: HEAD, changes_requested_by: ["3"] } });
  expect(merged?.kind === "change" ? merged.approvals.map(({ by, onHead }) => [by.name, onHead]) : []).toEqual([["joel", true], ["mina", false]]);
  expect(JSON.stringify(run.pages)).not.toMatch(/Words of a review|Why it is changed/);
});

test("a workflow file has the hash of its content at a commit; an absent one says so", async () => {
  const run = await collect("workflow-files");
  expect(named(run, "acme/api:.github/workflows/w1.yml")).toMatchObject({ attributes: { commit: HEAD, file: "present", size: 9, content_sha256: createHash("sha256").update("on: push\n").digest("hex") } });
  expect([named(run, "acme/api:.github/workflows/w2.yml"), named(run, "acme/api:dynamic/pages/pages-build-deployment")]).toMatchObject([{ attributes: { file: "absent", content_sha256: null } }, { attributes: { file: "made by GitHub" } }]);
});

test("the audit log begins where the period does and goes on where the last run began; without Enterprise Cloud it is unknown, not empty", async () => {
  const from = await collectInMemory({ ...parts, collector: "audit-log", vendor: fakeOrganization(2), run: { window: { from: new Date("2026-02-01T05:00:00Z"), until: new Date("2026-03-02T09:00:00Z") } } });
  expect(from.rows.size).toBe(3 + 1);
  expect(JSON.stringify(from.pages)).not.toContain("very-hidden");
  const next = await collectInMemory({ ...parts, collector: "audit-log", vendor: fakeOrganization(2), run: { listing: "incremental", cursor: from.end?.ended?.cursor as Json } });
  expect([next.end?.completeness, [...next.rows.values()]]).toMatchObject(["complete", [{ type: "github.audit_log", attributes: { readable: true, newest_at: null } }]]);
  const cut = await collectInMemory({ ...parts, collector: "audit-log", vendor: fakeOrganization(2), cutAfter: (await collect("audit-log")).pages.length });
  expect(cut.end).toMatchObject({ completeness: "complete" });
  const asked: string[] = [];
  const whole = await collectInMemory({ ...parts, collector: "audit-log", vendor: (request) => (asked.push(request.url), fakeOrganization(2)(request)), after: { ...cut, end: null } });
  expect([whole.end?.completeness, asked, whole.rows.size]).toEqual(["complete", [], cut.rows.size]);
  expect((await collect("audit-log", ({ pathname }) => (pathname.endsWith("/audit-log") ? refusal(404, "Not Found") : null))).end).toMatchObject({ completeness: "denied" });
});

test("incremental runs of alerts and pull requests stop where the last run began", async () => {
  for (const collector of ["dependabot-alerts", "pull-requests"]) {
    const run = await collectInMemory({ ...parts, collector, vendor: fakeOrganization(2), run: { listing: "incremental", cursor: { parts: { "acme/api": "2026-02-05T07:30:00Z", "acme/infra": "2026-02-05T07:30:00Z", "acme/web": "2026-02-05T07:30:00Z" } } } });
    expect([collector, run.end?.completeness, run.pages.length]).toEqual([collector, "complete", 3]);
  }
});
