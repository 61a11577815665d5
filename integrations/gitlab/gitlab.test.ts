import { describe, expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory, jsonAnswer, type MemoryRun, type Vendor } from "#lib/testing/memory-collection.ts";
import type { RowOf } from "#lib/connector/index.ts";
import { CREDENTIAL, fakeGitLab, project, SETTINGS, someIssues, someMergeRequests, TOKEN, WRITTEN, type FakeParts } from "./gitlab.fixture.ts";
import { gitlab } from "./index.ts";

const parts = { connector: gitlab, settings: SETTINGS, credential: CREDENTIAL };
const ISSUES = someIssues(230);
const CHANGES = someMergeRequests(230);

/** Each list finds issue 150 changed once more: by page numbers it would push another one past us. */
function moving(): Vendor {
  let minutes = 0;
  return fakeGitLab({ issues: () => {
    minutes += 1;
    return ISSUES.map((issue) => (issue.iid === 150 ? { ...issue, updated: new Date(Date.parse("2026-02-02T00:00:00Z") + minutes * 60_000).toISOString() } : issue));
  } });
}

connectorSuite({ ...parts, collector: "issues", vendor: () => fakeGitLab({ issues: () => ISSUES }), rows: 230 + 9, part: /issues\/9\/resource_label_events/, moving });
connectorSuite({ ...parts, collector: "merge-requests", vendor: () => fakeGitLab({ mergeRequests: () => CHANGES }), rows: 230, part: /merge_requests\/9\/approvals/ });
const PROJECTS = [5, 6, 7, 8].map((id) => project(id, `acme/p${id}`, { default_branch: id === 8 ? null : "main", archived: false, visibility: "private", web_url: `https://gitlab.example/git/acme/p${id}`, created_at: "2025-01-01T00:00:00.000Z" }));
const access = (...levels: readonly (number | "key")[]) => levels.map((one, index) => ({ id: index, access_level: one === "key" ? 40 : one, access_level_description: "what was described", ...(one === "key" ? { deploy_key_id: 7 } : {}) }));
const RULES = { 5: [{ id: 1, name: "main", push_access_levels: access(0), merge_access_levels: access(40), allow_force_push: false, code_owner_approval_required: false }], 6: [{ id: 2, name: "*", push_access_levels: access(40, "key"), merge_access_levels: access(30), allow_force_push: true }] };
connectorSuite({ ...parts, settings: { ...SETTINGS, projects: "" }, collector: "branches", vendor: () => fakeGitLab({ projects: PROJECTS, rules: RULES }), rows: 4, part: /projects\/6\/protected_branches/ });

test("a project tells its default branch and, of each rule, who may push and force; keys count as somebody, and what was refused is not there", async () => {
  const vendor = fakeGitLab({ projects: PROJECTS, rules: RULES });
  const run = await collectInMemory({ ...parts, settings: { ...SETTINGS, projects: "" }, collector: "branches", vendor: (request) => (request.url.includes("/projects/7/protected_branches") ? jsonAnswer({ message: "403 Forbidden" }, { status: 403 }) : vendor(request)) });
  const attributes = [...run.rows.values()].map((row) => (row.kind === "resource" ? row.attributes : {}));
  expect(attributes).toMatchObject([{ default_branch: "main", protection: [{ name: "main", push: [0], merge: [40], force: false, code_owners: false }] }, { protection: [{ name: "*", push: [40, 1], force: true, code_owners: null }] }, { default_branch: "main" }, { default_branch: null, protection: [] }]);
  expect([attributes[2]?.protection, run.end?.completeness, run.end?.gaps.map(({ reason, scope }) => [reason, scope])]).toEqual([undefined, "partial", [["denied", "acme/p7"]]]);
});

const collect = (fake: FakeParts, more: Partial<Parameters<typeof collectInMemory>[0]> = {}): Promise<MemoryRun> => collectInMemory({ ...parts, collector: "issues", vendor: fakeGitLab(fake), ...more });
const rowsOf = <Kind extends "ticket" | "ticket_event" | "change">({ rows }: MemoryRun, kind: Kind) => [...rows.values()].filter((row): row is RowOf<Kind> => row.kind === kind);

describe("issues", () => {
  test("a ticket and its history: labels, milestone, iteration, assignment, comments, closing and opening again, each with who and when", async () => {
    const run = await collect({ issues: () => ISSUES.slice(0, 20) });
    expect(rowsOf(run, "ticket").find(({ key }) => key === "acme/ops#7")).toMatchObject({ state: "closed", confidential: true, priority: "1", type: "incident", closedAt: "2026-02-01T08:40:00.123Z", closedBy: { id: "6", name: "anna" }, assignees: [{ id: "7", name: "bela" }] });
    expect(rowsOf(run, "ticket_event").map(({ field, from, to, by }) => [field, from, to, by?.name])).toEqual([
      ["state", null, "closed", "anna"], ["state", null, "reopened", "anna"], ["state", null, "closed", "anna"], ["label", null, "severity::1", "anna"], ["label", "a label that was deleted", null, "anna"],
      ["milestone", null, "v1.2", "anna"], ["iteration", "Iteration I", null, "anna"], ["assignee", null, "assigned to @bela", "anna"], ["internal comment", null, null, "bela"],
    ]);
    expect(run.end?.ended).toEqual({ cursor: { parts: { "acme/ops": "2026-03-02T08:54:00.000Z" } }, announced: { kind: "ticket", total: 20, exact: true }, secondRoute: { kind: "ticket", total: 20, exact: true, route: "GET /projects/:id/issues_statistics" } });
  });

  test("what people wrote, addresses of people and the token are never stored", async () => {
    const { pages } = await collect({ issues: () => ISSUES.slice(0, 20) });
    for (const secret of [...WRITTEN, TOKEN, "never@stored.example"]) expect(JSON.stringify(pages)).not.toContain(secret);
  });

  test("above 10,000 things GitLab says no total: the statistics count alone", async () => {
    expect((await collect({ issues: () => ISSUES, totals: false })).end?.ended).toMatchObject({ announced: null, secondRoute: { total: 230, exact: true } });
  });

  test("an account below Planner does not see confidential issues, which makes the run partial; an administrator sees all", async () => {
    const guest = { projects: [project(5, "acme/ops", { permissions: { project_access: { access_level: 10 }, group_access: null } })], issues: () => ISSUES.slice(0, 3) };
    const run = await collect(guest);
    expect([run.end?.completeness, run.end?.gaps.map(({ reason, scope }) => [reason, scope]), rowsOf(run, "ticket").length]).toEqual(["partial", [["denied", "acme/ops"]], 3]);
    const inner = fakeGitLab(guest);
    const admin = await collect(guest, { vendor: (request) => (request.url.endsWith("/user") ? jsonAnswer({ id: 1, username: "root", is_admin: true }) : inner(request)) });
    expect(admin.end?.completeness).toBe("complete");
  });

  test("what is not seen is told once, also when a run goes on after it was cut off", async () => {
    const guest = { projects: [project(5, "acme/ops", { permissions: { project_access: null, group_access: null } })], issues: () => ISSUES };
    const cut = await collect(guest, { cutAfter: 1 });
    expect((await collect(guest, { after: cut })).end?.gaps).toHaveLength(1);
  });

  test("a project whose issues are switched off is disabled, never an empty list", async () => {
    const run = await collect({ projects: [project(5, "acme/ops", { issues_access_level: "disabled" })] });
    expect([run.end?.completeness, run.rows.size]).toEqual(["disabled", 0]);
  });

  test("a server without iterations says so by 404 alone: no gap", async () => {
    const run = await collect({ issues: () => ISSUES.slice(0, 20), iterations: false });
    expect([run.end?.completeness, rowsOf(run, "ticket_event").filter(({ field }) => field === "iteration")]).toEqual(["complete", []]);
  });

  test("each project that is named is asked for itself; one that is not there, or has moved, is a gap", async () => {
    const two = { projects: [project(5, "acme/ops"), project(6, "acme/web")], issues: () => [...someIssues(120), ...someIssues(120, 6)] };
    const both = await collect(two, { settings: { ...SETTINGS, projects: "acme/web\nacme/ops" } });
    expect([both.end?.completeness, rowsOf(both, "ticket").length, both.pages.length]).toEqual(["complete", 240, 4]);
    const one = await collect(two, { settings: { ...SETTINGS, projects: "acme/ops\nacme/nowhere" } });
    expect([one.end?.completeness, one.end?.gaps.map(({ reason, scope }) => [reason, scope])]).toEqual(["partial", [["not_found", "acme/nowhere"]]]);
    const inner = fakeGitLab(two);
    const moved = await collect(two, { vendor: (request) => (request.url.endsWith("acme%2Fops") ? jsonAnswer({}, { status: 301, headers: { location: "https://gitlab.example/git/api/v4/projects/81" } }) : inner(request)) });
    expect(moved.end?.gaps[0]).toMatchObject({ reason: "not_found", says: "The project has moved: give its new path." });
  });

  test("without names, every project of the account is asked for, by key", async () => {
    const many = Array.from({ length: 130 }, (_, index) => project(index + 1, `acme/p${index + 1}`));
    const run = await collect({ projects: many, issues: () => [...someIssues(2, 1), ...someIssues(3, 130)] }, { settings: { url: SETTINGS.url } });
    expect([run.end?.completeness, rowsOf(run, "ticket").length]).toEqual(["complete", 5]);
  });

  test("the next run asks for what changed since the last began, clocks of five minutes apart included, through more of one instant than a page holds", async () => {
    const bulk = ISSUES.map((issue) => (issue.iid > 20 ? { ...issue, updated: "2026-02-03T10:00:00.000Z" } : issue));
    const run = await collect({ issues: () => bulk }, { run: { listing: "incremental", cursor: { parts: { "acme/ops": "2026-02-03T09:58:00.000Z" } } } });
    expect([run.end?.completeness, rowsOf(run, "ticket").length, run.end?.ended?.secondRoute]).toEqual(["complete", 210, null]);
  });

  test("what is created while we ask makes counts inexact, never the run partial", async () => {
    let asked = 0;
    const run = await collect({ issues: () => (++asked > 400 ? someIssues(231) : ISSUES) });
    expect([run.end?.completeness, run.end?.ended?.secondRoute]).toMatchObject(["complete", { total: 231, exact: false }]);
  });
});

describe("merge requests", () => {
  const changes = (fake: FakeParts) => collect(fake, { collector: "merge-requests" });

  test("an approval from before the last push is not of what was merged", async () => {
    const run = await changes({ mergeRequests: () => CHANGES.slice(0, 5) });
    expect(rowsOf(run, "change").find(({ key }) => key === "acme/ops!3")).toMatchObject({
      state: "merged", author: { name: "anna" }, mergedBy: { name: "bela" }, mergedAt: "2026-02-01T09:00:00.123Z", attributes: { base: "main", approvals_required: 1, approved_at_unknown_time_by: [] },
      approvals: [{ by: { name: "bela" }, at: "2026-02-01T08:50:00.123Z", onHead: true }, { by: { name: "anna" }, onHead: false }],
    });
    expect(run.end?.ended).toMatchObject({ announced: { kind: "change", total: 5, exact: true }, secondRoute: { total: 5, exact: true } });
  });

  test("an approval whose time nobody tells is named, and counts for nothing", async () => {
    const [, , third] = CHANGES;
    const run = await changes({ mergeRequests: () => [{ ...third!, history: { ...third!.history, notes: [] } }] });
    expect(rowsOf(run, "change")).toMatchObject([{ approvals: [], attributes: { approved_at_unknown_time_by: ["7", "6"] } }]);
  });

  test("without totals there is no count on a second route", async () => {
    expect((await changes({ mergeRequests: () => CHANGES, totals: false })).end?.ended).toMatchObject({ announced: null, secondRoute: null });
  });
});

test("who the token belongs to is told, and each permission is tried; a token that may write is told as such", async () => {
  const session = (scopes: readonly string[]) => ({ settings: SETTINGS, credential: CREDENTIAL, now: () => new Date(), ask: async (request: Parameters<Vendor>[0]) => await fakeGitLab({ scopes })(request) });
  expect(await gitlab.identify(session(["read_api"]))).toEqual({ id: "user 9 at gitlab.example", name: "tickmark", tenant: "gitlab.example" });
  expect((await gitlab.probe(session(["read_api"]))).map(({ state }) => state)).toEqual(["granted", "granted", "granted", "granted"]);
  expect((await gitlab.probe(session(["api"])))[0]).toMatchObject({ state: "granted", says: expect.stringContaining("may write too") });
  expect((await gitlab.probe(session(["read_user"])))[0]).toMatchObject({ state: "missing" });
});
