import { describe, expect, test } from "vitest";
import { watchedAlert } from "#lib/testing/test-watcher.ts";
import { followAlert, outcomeOf, reaches, severityHere, type AlertVersion, type FeedRule, type Followed, type VendorRow } from "./vendor-firing.ts";

const RULE: FeedRule = { since: new Date("2026-11-01T00:00:00Z"), leastSeverity: "low" };
const hour = (count: number): string => `2026-11-10T${String(count).padStart(2, "0")}:00:00Z`;

const version = (number: number, change: Partial<VendorRow> = {}, removed = false): AlertVersion => ({
  version: number, removed, recordedAt: new Date(`2026-11-10T${String(number + 10).padStart(2, "0")}:30:00Z`), collectionId: `col_${number}`, row: watchedAlert({ externalId: "a", firstSeenAt: hour(1), ...change }),
});
const shown = (followed: readonly Followed[]) => followed.map(({ firing, outcome, raise }) => [firing.number, firing.state, outcome, raise?.version ?? null]);

describe("the firings of a vendor's alert", () => {
  test("are one while it goes on, and its end is the end of that one", () => {
    expect(shown(followAlert(null, [version(1), version(2, { lastSeenAt: hour(3) }), version(3, { state: "closed", status: "resolved", closedAt: hour(4) })], RULE))).toEqual([[1, "closed", "queued", 1]]);
  });

  test("are two where what was called over is open again, or began anew after it was last seen", () => {
    const closed = version(2, { state: "closed", closedAt: hour(4) });
    const reopened = followAlert(null, [version(1), closed, version(3, { lastSeenAt: hour(6) })], RULE);
    expect(shown(reopened)).toEqual([[1, "closed", "queued", 1], [2, "open", "queued", 3]]);
    expect(reopened[1]?.firing.firedAt.toISOString()).toBe("2026-11-10T06:00:00.000Z");
    const anew = followAlert(null, [version(1, { lastSeenAt: hour(2) }), version(2, { firstSeenAt: hour(5) })], RULE);
    expect(anew.map(({ firing: { number, state, firedAt, endedAt } }) => [number, state, firedAt.toISOString(), endedAt])).toEqual([[1, "closed", "2026-11-10T01:00:00.000Z", null], [2, "open", "2026-11-10T05:00:00.000Z", null]]);
  });

  test("are not made by a mute, by what the vendor corrects of the beginning, or by a listing that lacks it once", () => {
    const versions = [version(1, { lastSeenAt: hour(5) }), version(2, { state: "suppressed" }), version(3, { firstSeenAt: hour(0) }), version(4, {}, true), version(5)];
    expect(shown(followAlert(null, versions, RULE))).toEqual([[1, "open", "queued", 1]]);
  });

  test("are the same in however many turns the versions are read", () => {
    const versions = [version(1), version(2, { state: "closed", closedAt: hour(4) }), version(3, { lastSeenAt: hour(6) }), version(4, { state: "closed", closedAt: hour(8) }), version(5, { lastSeenAt: hour(9) })];
    const whole = followAlert(null, versions, RULE).map(({ firing }) => firing);
    for (let cut = 1; cut < versions.length; cut++) {
      const first = followAlert(null, versions.slice(0, cut), RULE);
      const last = first.at(-1)!;
      // What is read again is the version that was read last.
      const rest = followAlert({ ...last.firing, outcome: last.outcome, alertId: "alr_known", toldInAlertId: null }, versions.slice(cut - 1), RULE);
      const all = new Map([...first, ...rest].map(({ firing }) => [firing.number, firing]));
      expect([...all.values()]).toEqual(whole);
      expect(rest.filter(({ firing, raise }) => firing.number === last.firing.number && raise !== null)).toEqual([]);
    }
  });
});

describe("what becomes of a firing", () => {
  const firing = (change: Partial<VendorRow> = {}) => followAlert(null, [version(1, change)], RULE)[0]!.firing;

  test("that was over before the connection fed the queue is history; one that ended then and says no time goes by when it was seen last", () => {
    const before = { firstSeenAt: "2026-10-01T00:00:00Z", state: "closed" as const };
    expect(outcomeOf(firing({ ...before, closedAt: "2026-10-02T00:00:00Z" }), RULE, null)).toBe("imported");
    expect(outcomeOf(firing({ ...before, lastSeenAt: "2026-10-02T00:00:00Z" }), RULE, null)).toBe("imported");
    expect(outcomeOf(firing({ ...before, closedAt: "2026-11-02T00:00:00Z" }), RULE, null)).toBe("queued");
    expect(outcomeOf(firing({ firstSeenAt: "2026-10-01T00:00:00Z" }), RULE, null)).toBe("queued");
  });

  test("below the least severity, muted or of a configuration is left out, and what has no known severity is not", () => {
    const high: FeedRule = { ...RULE, leastSeverity: "high" };
    expect(outcomeOf(firing({ severity: { degree: "medium", word: null } }), high, null)).toBe("below_severity");
    expect(outcomeOf(firing({ severity: { degree: "unknown", word: null } }), high, null)).toBe("queued");
    expect(outcomeOf(firing({ state: "suppressed" }), RULE, null)).toBe("muted");
    expect(outcomeOf(firing({ nature: "posture" }), RULE, null)).toBe("posture");
    expect([reaches("informational", "low"), reaches("informational", "informational"), reaches("critical", "high")]).toEqual([false, true, true]);
  });

  test("stays once it is in the queue or history; what was left out comes in while it goes on, and not when it is over", () => {
    expect(outcomeOf(firing({ state: "closed" }), RULE, "queued")).toBe("queued");
    expect(outcomeOf(firing(), RULE, "imported")).toBe("imported");
    expect(outcomeOf(firing(), RULE, "below_severity")).toBe("queued");
    expect(outcomeOf(firing({ state: "closed", closedAt: hour(3) }), RULE, "muted")).toBe("muted");
  });

  test("has one of our severities, and what nobody knows is not taken for little", () => {
    expect((["informational", "low", "medium", "high", "critical", "unknown"] as const).map(severityHere)).toEqual(["low", "low", "medium", "high", "critical", "medium"]);
  });
});
