import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCorrelator } from "./correlator.ts";
import { COUNT3, event, feed, ruleSetOf } from "./correlator.examples.ts";
import type { Hit } from "./hit.ts";
import type { CorrelatorSnapshot } from "./snapshot.ts";

describe("resuming", () => {
  const ruleSet = ruleSetOf(
    COUNT3,
    "{ type: value_count, rules: [fail, odd], group-by: [ip], timespan: 15s, condition: { field: user, gte: 3 } }",
    "{ type: temporal_ordered, rules: [c1, ok], group-by: [ip], timespan: 20s }",
    "{ type: temporal, rules: [ok, odd], timespan: 5s }",
    "{ type: value_avg, rules: [odd], group-by: [user], timespan: 30s, condition: { field: n, gt: 0.3 } }",
  );
  const events = fc.array(
    fc.record({
      second: fc.integer({ min: 0, max: 120 }),
      kind: fc.constantFrom("fail", "ok", "odd", "none"),
      ip: fc.constantFrom("a", "b", "c"),
      user: fc.constantFrom("x", "y", "z", "w"),
      n: fc.constantFrom(0.1, 0.2, 0.7),
      repeatCount: fc.constantFrom(1, 1, 2),
    }),
    { maxLength: 60 },
  );
  const limits = { groupsPerRule: 2, entriesPerGroup: 6, latenessMs: 20_000, firstLines: 4, lastLines: 2 };

  test("stopped at any lines and resumed from JSON, a run raises exactly the hits of an uninterrupted run", () => {
    fc.assert(
      fc.property(events, fc.array(fc.nat(60), { maxLength: 4 }), fc.boolean(), (items, stops, sorted) => {
        const ordered = sorted ? [...items].sort((a, b) => a.second - b.second) : items;
        const records = ordered.map(({ second, kind, ...more }) => event(second, kind, more));
        const whole = createCorrelator(ruleSet, null, limits);
        const expected = [feed(whole, ruleSet, records), whole.snapshot(), whole.report(), whole.openHits(), whole.flush()];
        let snapshot: CorrelatorSnapshot | null = null;
        let found: Hit[] = [];
        const edges = [0, ...stops.map((stop) => Math.min(stop, records.length)).sort((a, b) => a - b), records.length];
        edges.slice(1).forEach((edge, part) => {
          const piece = createCorrelator(ruleSet, snapshot, limits);
          found = [...found, ...feed(piece, ruleSet, records.slice(edges[part], edge), edges[part])];
          snapshot = JSON.parse(JSON.stringify(piece.snapshot())) as CorrelatorSnapshot;
        });
        const last = createCorrelator(ruleSet, snapshot, limits);
        expect([found, last.snapshot(), last.report(), last.openHits(), last.flush()]).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  test("a snapshot is not changed by what happens after it", () => {
    const correlator = createCorrelator(ruleSet);
    feed(correlator, ruleSet, [event(0), event(1), event(2)]);
    const snapshot = correlator.snapshot();
    const before = JSON.stringify(snapshot);
    feed(correlator, ruleSet, [event(3)]);
    feed(createCorrelator(ruleSet, snapshot), ruleSet, [event(3)]);
    expect(JSON.stringify(snapshot)).toBe(before);
  });

  test("the state of a rule that was changed is discarded, and said so", () => {
    const correlator = createCorrelator(ruleSetOf(COUNT3));
    feed(correlator, ruleSetOf(COUNT3), [event(0), event(1), event(2)]);
    const resumed = createCorrelator(ruleSetOf(COUNT3.replace("gte: 3", "gte: 4")), correlator.snapshot());
    expect(resumed.discarded).toEqual([{ ruleId: "c1", openHits: 1 }]);
    expect(resumed.openHits()).toEqual([]);
  });

  test("a snapshot of an unknown version is refused", () => {
    const other = { ...createCorrelator(ruleSet).snapshot(), version: 2 } as unknown as CorrelatorSnapshot;
    expect(() => createCorrelator(ruleSet, other)).toThrow(RangeError);
  });
});
