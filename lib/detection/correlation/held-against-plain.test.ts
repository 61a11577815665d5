import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CORRELATOR_LIMITS } from "../limits.ts";
import { evaluateEvent } from "../sigma/rule-set.ts";
import { createCorrelator } from "./correlator.ts";
import { COUNT3, event, lineAt, ruleSetOf } from "./correlator.examples.ts";
import { isoOf, timeOf } from "./event-clock.ts";
import { GroupTable } from "./group-table.ts";
import type { Hit } from "./hit.ts";
import { PlainCorrelator, type PlainHit } from "./plain-correlator.examples.ts";

const plain = ({ ruleId, groupKey, firstTime, lastTime, count, observed, linesTotal, lines, open, evicted, related }: Hit): PlainHit => ({
  rule: ruleId,
  group: JSON.stringify(Object.values(groupKey)),
  firstTime: firstTime!,
  lastTime: lastTime!,
  count,
  observed,
  linesTotal,
  lines: lines.map(({ offset }) => offset).join(),
  open,
  evicted,
  related: related.length,
});

describe("held against a correlator written down plainly", () => {
  const ruleSet = ruleSetOf(
    COUNT3,
    "{ type: value_count, rules: [fail, odd], group-by: [ip, user], timespan: 15s, condition: { field: port, gte: 4 } }",
    "{ type: temporal_ordered, rules: [c1, ok], group-by: [ip], timespan: 20s }",
    "{ type: temporal, rules: [ok, odd], timespan: 5s }",
    "{ type: value_sum, rules: [odd], group-by: [user], timespan: 30s, condition: { field: port, gt: 60 } }",
    "{ type: value_percentile, rules: [fail], group-by: [ip], timespan: 30s, condition: { field: port, percentile: 90, gte: 11 } }",
    "{ type: event_count, rules: [c1], timespan: 1m, condition: { gte: 2 } }",
    "{ type: value_count, rules: [fail], group-by: [ip], timespan: 2m, condition: { field: port, gte: 12 } }",
  );
  const names = ["a", "b", "c", "long ".repeat(30), "\u0141\u00f3d\u017a", ""];
  const events = fc.array(
    fc.record({
      second: fc.integer({ min: 0, max: 150 }),
      kind: fc.constantFrom("fail", "fail", "ok", "odd"),
      ip: fc.constantFrom(...names),
      user: fc.option(fc.constantFrom("x", "y", "z".repeat(20)), { nil: undefined }),
      port: fc.integer({ min: 1, max: 14 }),
      repeatCount: fc.constantFrom(1, 1, 3),
      timed: fc.constantFrom(true, true, true, false),
    }),
    { maxLength: 200, size: "max" },
  );
  const limits = { ...CORRELATOR_LIMITS, groupsPerRule: 3, entriesPerGroup: 14, latenessMs: 20_000, firstLines: 4, lastLines: 2 };

  test.each([[1], [64]])("the same hits, in the same order, and the same reports: in order and in disorder, %i at a time", (together) => {
    let hits = 0;
    fc.assert(
      fc.property(events, fc.constantFrom(0, 5, 1000), (items, disorder) => {
        const sorted = disorder === 1000 ? items : [...items].sort((a, b) => Math.floor(a.second / (disorder + 1)) - Math.floor(b.second / (disorder + 1)));
        const observed = sorted.map(({ second, kind, timed, user, ...more }, at) => {
          const record = event(second, kind, { ...more, ...(user === undefined ? {} : { user }), ...(timed ? {} : { time: null }) });
          return { event: record, matches: evaluateEvent(ruleSet, record), line: lineAt(at) };
        });
        const reference = new PlainCorrelator(ruleSet, limits);
        const expected = observed.flatMap(({ event, matches, line }) => reference.observe(event, matches, line.offset));
        const correlator = createCorrelator(ruleSet, null, limits);
        const found = together === 1 ? observed.flatMap(({ event, matches, line }) => correlator.observe(event, matches, line)) : correlator.observeAll(observed);
        expect(found.filter(({ kind }) => kind !== "event").map(plain)).toEqual(expected);
        for (const { rule, report } of reference.states) expect(correlator.report()[rule.info.id]).toMatchObject(report);
        expect(correlator.flush().map(plain)).toEqual(reference.flush());
        hits += expected.length;
      }),
      { numRuns: 600 },
    );
    expect(hits).toBeGreaterThan(10_000);
  });
});

describe("bounds of memory", () => {
  const ruleSet = ruleSetOf(COUNT3);
  const feedKeys = (bytesPerRule: number, keys: readonly string[]) => {
    const correlator = createCorrelator(ruleSet, null, { bytesPerRule });
    keys.forEach((ip, at) => correlator.observe(event(0, "fail", { ip }), evaluateEvent(ruleSet, event(0)), lineAt(at)));
    return { groups: correlator.snapshot().rules[0]!.groups.length, report: correlator.report()["c1"]! };
  };

  test("long names count: the group not updated for longest is evicted, and reported", () => {
    const keys = Array.from({ length: 100 }, (_, at) => `${at}${"x".repeat(10_000)}`);
    expect(feedKeys(2 ** 28, keys)).toMatchObject({ groups: 100, report: { evictedGroups: 0 } });
    const { groups, report } = feedKeys(200_000, keys);
    expect(groups).toBeLessThan(10);
    expect(report.evictedGroups).toBe(100 - groups);
  });

  test("one group alone lets go of its oldest occurrences, and says so", () => {
    const { groups, report } = feedKeys(6_000, Array.from({ length: 100 }, () => "a"));
    expect(groups).toBe(1);
    expect(report).toMatchObject({ evictedGroups: 0 });
    expect(report.droppedEntries).toBeGreaterThan(50);
  });
});

test("a table of groups finds what was added and nothing that was removed", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom("add", "use", "remove"), fc.nat(400)), { maxLength: 1500 }), (steps) => {
      const table = new GroupTable(2, 0);
      const known = new Map<string, string[]>();
      for (const [step, number] of steps) {
        const values = [`k${number % 20}`, `${number}`.repeat(number % 40)];
        const key = values.join();
        const slot = table.find(values, table.hash(values));
        expect(slot !== -1).toBe(known.has(key));
        if (step === "remove" ? slot === -1 : slot !== -1 && step === "add") continue;
        known.delete(key);
        if (step === "remove") table.remove(slot);
        else {
          known.set(key, values);
          if (slot === -1) table.add(values, table.hash(values));
          else table.recency.use(slot);
        }
      }
      expect(table.size).toBe(known.size);
      expect(table.recency.slots().map((slot) => table.valuesOf(slot))).toEqual([...known.values()]);
    }),
    { numRuns: 200 },
  );
});

test("times are read as Date.parse reads them", () => {
  const part = (max: number, width: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(width, "0"));
  const written = fc.tuple(part(9999, 4), part(13, 2), part(32, 2), part(25, 2), part(60, 2), part(60, 2), fc.constantFrom("Z", ".123Z", ".12Z", "", "+01:00", ".x23Z", ".999z"));
  fc.assert(
    fc.property(written, ([year, month, day, hour, minute, second, rest]) => {
      const text = `${year}-${month}-${day}T${hour}:${minute}:${second}${rest}`;
      expect(timeOf(text)).toBe(Date.parse(text));
    }),
    { numRuns: 3000 },
  );
  for (const text of ["", "yesterday", "2026-02-30T00:00:00Z", "1969-12-31T23:59:59.999Z", "0000-01-01T00:00:00Z"]) expect(timeOf(text)).toBe(Date.parse(text));
});

test("times are written as toISOString writes them", () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }), fc.double({ min: -1e13, max: 1e13, noNaN: true })), (ms) => {
      expect(isoOf(ms)).toBe(new Date(ms).toISOString());
      expect(isoOf(Math.trunc(ms / 2))).toBe(new Date(Math.trunc(ms / 2)).toISOString());
    }),
    { numRuns: 2000 },
  );
});
