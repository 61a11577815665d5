import { describe, expect, test } from "vitest";
import type { Row } from "#lib/connector/index.ts";
import type { Check } from "#lib/checks/index.ts";
import { checkStanding, NO_COUNTS } from "./client.ts";
import { judgeCollected, type Holdings, type LastRun } from "./judge-collected.ts";

const NOW = new Date("2026-03-02T09:00:00Z");
const CHECK: Check = {
  metadata: { id: "machine-watched", title: "Watched", explains: "x", remediation: "x", severity: "high", subject: { kind: "resource", type: "park.machine" }, reads: ["coverage"], collectors: [], off_judged_by: {}, needs: ["park:Machines", "park:Agents"], when_disabled: "error", parameters: {}, requirements: {} },
  judge: (subject, { rows, pass, fail }) => (rows("coverage").some(({ resource }) => resource === subject.externalId) ? pass("An agent reports.") : fail("No agent reports.")),
};
const machine = (name: string, scope: string | null = null): Row => ({ kind: "resource", externalId: name, scope, url: null, type: "park.machine", name, account: null, region: null, tags: {}, createdAt: null, attributes: {} });
const agent = (resource: string): Row => ({ kind: "coverage", externalId: `agent ${resource}`, scope: null, url: null, via: "agent", by: "agent", resource, state: "covered", status: "online", reason: null, lastSeenAt: null });
const run = (collector: string, more: Partial<LastRun> = {}): LastRun => ({ id: `run-${collector}`, number: 1, collector, completeness: "complete", listing: "full", gaps: [], failure: null, endedAt: NOW, sha256: null, ...more });
const held = (more: Partial<Holdings> = {}): Holdings => ({
  connectionId: "c", collectors: ["machines"], runs: [run("machines"), run("agents")], truncated: false,
  rows: [{ row: machine("m1"), collector: "machines", seenIn: "run-machines" }, { row: machine("m2"), collector: "machines", seenIn: "run-machines" }, { row: agent("m1"), collector: "agents", seenIn: "run-agents" }], ...more,
});
const stands = (more?: Partial<Holdings>) => Object.fromEntries(judgeCollected(CHECK, held(more), {}, NOW).map(({ resource, state }) => [resource, state]));

test("what both collectors brought is judged", () => { expect(stands()).toEqual({ m1: "pass", m2: "fail" }); });

test("where what it looks at besides was refused, nothing fails for want of it", () => {
  const denied = run("agents", { completeness: "denied", failure: { operation: "park:Agents", says: "Refused." } });
  expect(stands({ runs: [run("machines"), denied] })).toEqual({ "park:Machines": "error", m1: "error", m2: "error" });
});

test("a place that could not be looked at hides what is there, and nothing elsewhere", () => {
  const partial = run("agents", { completeness: "partial", gaps: [{ reason: "denied", operation: "park:Agents", scope: "north", says: "Refused in the north." }] });
  const rows = [{ row: machine("m1", "north"), collector: "machines", seenIn: "run-machines" }, { row: machine("m2", "south"), collector: "machines", seenIn: "run-machines" }];
  expect(stands({ runs: [run("machines"), partial], rows })).toEqual({ m1: "error", m2: "fail", "park:Agents north": "error" });
});

test("a gap in what it does not need leaves it alone", () => {
  expect(stands({ runs: [run("machines", { completeness: "partial", gaps: [{ reason: "denied", operation: "park:Tags", scope: null, says: "x" }] }), run("agents")] })).toEqual({ m1: "pass", m2: "fail" });
});

test("more than is judged at once is said", () => {
  expect(stands({ truncated: true })).toMatchObject({ "park:Machines": "error" });
});

test("only a fresh run in which everything passes is green", () => {
  const fresh = { freshUntil: new Date(NOW.getTime() + 1) };
  const of = (counts: Partial<typeof NO_COUNTS>, on: { freshUntil: Date | null } | null = fresh) => checkStanding({ ...NO_COUNTS, ...counts }, on, NOW).status;
  expect([of({ pass: 2 }), of({ pass: 2, error: 1 }), of({ pass: 2, excepted: 1 }), of({ pass: 2, fail: 1, error: 1 }), of({ not_applicable: 1 }), of({ pass: 2 }, { freshUntil: NOW }), of({ pass: 2 }, { freshUntil: null }), of({}, null)])
    .toEqual(["pass", "could_not_run", "risk_accepted", "fail", "not_applicable", "stale", "stale", "never_collected"]);
});

describe("a gap whose place is the very thing", () => {
  const place: Check = { metadata: { ...CHECK.metadata, reads: [], collectors: ["alarms"], when_disabled: "fail" }, judge: ({ externalId }, { pass, notApplicable }) => (externalId === "retired" ? notApplicable("Retired.") : pass("Good.")) };
  const gap = (scope: string, reason: "denied" | "disabled") => ({ reason, operation: "park:Agents", scope, says: `${reason} at ${scope}` });
  const rows = ["m1", "m2", "m3", "retired"].map((name) => ({ row: machine(name, name), collector: "machines", seenIn: "run-machines" }));
  const of = (runs: LastRun[], more: Partial<Holdings> = {}) => judgeCollected(place, held({ runs, rows, ...more }), {}, NOW).map(({ resource, state, reason }) => [resource, state, reason]);

  test("is that thing's result: unknown, failing where the service is off, and nothing where the check does not apply", () => {
    expect(of([run("machines"), run("alarms", { completeness: "partial", gaps: [gap("m1", "denied"), gap("m1", "disabled"), gap("m2", "denied"), gap("retired", "disabled")] })])).toEqual([
      ["m1", "fail", "disabled at m1"], ["m2", "error", "denied at m2"], ["m3", "pass", "Good."], ["retired", "not_applicable", "Retired."],
    ]);
  });

  test("of a thing that the last run did not see, it is unknown whatever the check would say", () => {
    const gone = rows.map((one) => ({ ...one, seenIn: "an earlier run" }));
    expect(of([run("machines", { completeness: "partial", gaps: [gap("retired", "denied")] }), run("alarms")], { rows: gone }).filter(([, state]) => state !== "error")).toEqual([]);
  });

  test("where a collector that it rests on never ran, or brought nothing, everything is unknown", () => {
    expect(new Set(of([run("machines")]).map(([, state]) => state))).toEqual(new Set(["error"]));
    expect(new Set(of([run("machines"), run("alarms", { completeness: "denied", failure: { operation: "other:Thing", says: "Refused." } })]).map(([, state]) => state))).toEqual(new Set(["error"]));
  });
});
