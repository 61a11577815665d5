import { describe, expect, test } from "vitest";
import type { EventRecord } from "../fields.ts";
import type { CorrelatorLimits } from "../limits.ts";
import { compileRules, evaluateEvent, type RuleSet } from "../sigma/rule-set.ts";
import { createCorrelator } from "./correlator.ts";
import { at, BASE, COUNT3, event, feed, lineAt, ruleSetOf } from "./correlator.examples.ts";
import type { Hit } from "./hit.ts";

/** All hits of a run, the last state of each burst. */
function run(ruleSet: RuleSet, events: readonly EventRecord[], limits: Partial<CorrelatorLimits> = {}): Hit[] {
  const correlator = createCorrelator(ruleSet, null, limits);
  const hits = [...feed(correlator, ruleSet, events), ...correlator.flush()];
  return [...new Map(hits.map((hit) => [hit.hitKey, hit])).values()];
}

describe("event_count", () => {
  const ruleSet = ruleSetOf(COUNT3);

  test("a hit is raised by the event that completes the threshold, once, and carries the events before it", () => {
    const correlator = createCorrelator(ruleSet);
    expect(feed(correlator, ruleSet, [event(0), event(1)])).toEqual([]);
    const [hit, ...more] = feed(correlator, ruleSet, [event(2), event(3), event(4)], 2);
    expect(more).toEqual([]);
    expect(hit).toMatchObject({ count: 3, observed: 3, open: true, groupKey: { ip: "a" }, firstTime: at(0), lastTime: at(2), kind: "event_count", severity: "medium" });
    expect(hit!.lines.map(({ lineNumber }) => lineNumber)).toEqual([1, 2, 3]);
    expect(correlator.openHits()).toMatchObject([{ hitKey: hit!.hitKey, count: 5, lastTime: at(4) }]);
  });

  test("further events extend the burst, though the count falls below the threshold, until the window is empty", () => {
    const hits = run(ruleSet, [0, 1, 2, 11, 20, 30].map((second) => event(second)));
    expect(hits).toMatchObject([{ count: 6, firstTime: at(0), lastTime: at(30), open: false }]);
  });

  test("after a gap longer than the timespan a new burst is a new hit", () => {
    const hits = run(ruleSet, [0, 1, 2, 12.001, 13, 14].map((second) => event(second)));
    expect(hits.map(({ count, firstTime }) => [count, firstTime])).toEqual([[3, at(0)], [3, at(12.001)]]);
  });

  test("the timespan includes both ends", () => {
    expect(run(ruleSet, [0, 5, 10].map((second) => event(second)))).toHaveLength(1);
    expect(run(ruleSet, [0, 5, 10.001].map((second) => event(second)))).toHaveLength(0);
  });

  test("groups are counted apart, and an event without the field is reported instead of guessed", () => {
    const mixed = ["a", "b", "a", "b"].map((ip, second) => event(second, "fail", { ip }));
    expect(run(ruleSet, mixed)).toHaveLength(0);
    const correlator = createCorrelator(ruleSet);
    feed(correlator, ruleSet, [{ product: "p", time: at(0), kind: "fail" }]);
    expect(correlator.report()["c1"]).toMatchObject({ incomplete: 1 });
  });

  test("a line that stands for several events counts as many, on one line", () => {
    expect(run(ruleSet, [event(0, "fail", { repeatCount: 3 })])).toMatchObject([{ count: 3, linesTotal: 1 }]);
  });

  test("the first 50 and last 10 lines are kept, the total is exact", () => {
    const [hit] = run(ruleSet, Array.from({ length: 200 }, (_, second) => event(second)));
    expect(hit).toMatchObject({ count: 200, linesTotal: 200 });
    expect(hit!.lines.map(({ lineNumber }) => lineNumber)).toEqual([...Array.from({ length: 50 }, (_, n) => n + 1), ...Array.from({ length: 10 }, (_, n) => n + 191)]);
  });

  test("events are placed by their time, not by their arrival", () => {
    const late = [event(0), event(9), event(4), event(10)];
    expect(run(ruleSet, late)).toMatchObject([{ count: 4, firstTime: at(0), lastTime: at(10) }]);
    const correlator = createCorrelator(ruleSet);
    feed(correlator, ruleSet, [event(100), event(50)]);
    expect(correlator.report()["c1"]).toMatchObject({ late: 1 });
  });

  test("an event without a time is taken to happen at the newest time known, or reported", () => {
    expect(run(ruleSet, [event(0), event(1), { ...event(0), time: null }])).toMatchObject([{ lastTime: at(1) }]);
    const correlator = createCorrelator(ruleSet);
    feed(correlator, ruleSet, [{ ...event(0), time: null }]);
    expect(correlator.report()["c1"]).toMatchObject({ untimed: 1 });
  });

  test("a time far ahead of its receipt neither moves the clock on nor empties the windows", () => {
    const correlator = createCorrelator(ruleSet);
    const forged = { ...event(1), time: "2099-01-01T00:00:00.000Z" };
    correlator.observe(event(0), evaluateEvent(ruleSet, event(0)), { ...lineAt(0), receivedTime: at(0) });
    correlator.observe(forged, evaluateEvent(ruleSet, forged), { ...lineAt(1), receivedTime: at(1) });
    const hits = correlator.observe(event(2), evaluateEvent(ruleSet, event(2)), { ...lineAt(2), receivedTime: at(2) });
    expect(hits).toMatchObject([{ count: 3, lastTime: at(2) }]);
    expect(correlator.report()["c1"]).toMatchObject({ futureDated: 1 });
  });

  test("an event that several rules of the correlation match is one event", () => {
    const both = ruleSetOf("{ type: event_count, rules: [fail, odd], group-by: [ip], timespan: 10s, condition: { gte: 2 } }");
    expect(run(both, [event(0, "fail"), event(1, "odd")])).toHaveLength(1);
    const doubled = compileRules([{ path: "r.yml", text: [BASE, BASE.split("\n---\n")[0]!.replaceAll("title: fail\nname: fail", "title: again\nname: again"), "title: C\ncorrelation: { type: event_count, rules: [fail, again], timespan: 10s, condition: { gte: 2 } }"].join("\n---\n") }]).ruleSet;
    expect(run(doubled, [event(0)])).toHaveLength(0);
  });

  test("eq, neq, lt, ranges and sums are compared as written", () => {
    const counts = (condition: string) => run(ruleSetOf(`{ type: event_count, rules: [fail], timespan: 10s, condition: ${condition} }`), [0, 1, 2].map((second) => event(second))).map(({ observed }) => observed);
    expect(counts("{ eq: 2 }")).toEqual([2]);
    expect(counts("{ gt: 1, lte: 3 }")).toEqual([2]);
    expect(counts("{ lt: 1 }")).toEqual([]);
    expect(counts("{ neq: 1 }")).toEqual([2]);
    const bytes = [3, 4, 9].map((n, second) => event(second, "fail", { n }));
    const values = (type: string, condition: string) => run(ruleSetOf(`{ type: ${type}, rules: [fail], timespan: 10s, condition: ${condition} }`), bytes).map(({ observed }) => observed);
    expect(values("value_sum", "{ field: n, gt: 10 }")).toEqual([16]);
    expect(values("value_avg", "{ field: n, gt: 5 }")).toEqual([16 / 3]);
    expect(values("value_percentile", "{ field: n, percentile: 50, gte: 4 }")).toEqual([4]);
  });
});

describe("value_count", () => {
  const ruleSet = ruleSetOf("{ type: value_count, rules: [fail], group-by: [ip], timespan: 10s, condition: { field: user, gte: 3 } }");
  const users = (...names: string[]) => names.map((user, second) => event(second, "fail", { user }));

  test("different values within the timespan are counted", () => {
    expect(run(ruleSet, users("x", "x", "y", "y", "x"))).toHaveLength(0);
    expect(run(ruleSet, users("x", "x", "y", "z"))).toMatchObject([{ count: 4, observed: 3 }]);
  });

  test("a value that left the window no longer counts", () => {
    expect(run(ruleSet, [event(0, "fail", { user: "x" }), event(8, "fail", { user: "y" }), event(11, "fail", { user: "z" })])).toHaveLength(0);
  });
});

describe("temporal", () => {
  const any = ruleSetOf("{ type: temporal, rules: [fail, ok], group-by: [ip], timespan: 10s }");
  const ordered = ruleSetOf("{ type: temporal_ordered, rules: [fail, ok, odd], group-by: [ip], timespan: 10s }");

  test("all rules within the timespan, in any order", () => {
    expect(run(any, [event(0, "ok"), event(10, "fail")])).toMatchObject([{ observed: 2, count: 2 }]);
    expect(run(any, [event(0, "ok"), event(10.5, "fail")])).toHaveLength(0);
  });

  test("all rules in their order", () => {
    expect(run(ordered, [event(0, "fail"), event(1, "ok"), event(2, "odd")])).toHaveLength(1);
    expect(run(ordered, [event(0, "ok"), event(1, "fail"), event(2, "odd")])).toHaveLength(0);
    expect(run(ordered, [event(0, "ok"), event(1, "fail"), event(2, "odd"), event(3, "ok"), event(4, "odd")])).toHaveLength(1);
  });

  test("the order is that of event times, also when lines arrive late", () => {
    expect(run(ordered, [event(5, "odd"), event(3, "ok"), event(1, "fail")])).toHaveLength(1);
  });

  test("aliases join different fields", () => {
    const aliased = ruleSetOf("{ type: temporal, rules: [fail, ok], group-by: [peer], timespan: 10s, aliases: { peer: { fail: src, ok: dst } } }");
    expect(run(aliased, [event(0, "fail", { src: "1" }), event(1, "ok", { dst: "1" })])).toMatchObject([{ groupKey: { peer: "1" } }]);
    expect(run(aliased, [event(0, "fail", { src: "1" }), event(1, "ok", { dst: "2" })])).toHaveLength(0);
  });
});

describe("chains", () => {
  const chain = ruleSetOf(COUNT3, "{ type: temporal_ordered, rules: [c1, ok], group-by: [ip], timespan: 20s }", "{ type: event_count, rules: [c1], timespan: 1h, condition: { gte: 2 } }");

  test("a correlation follows another; the one referred to raises no hit of its own", () => {
    const hits = run(chain, [event(0), event(1), event(2), event(5, "ok")]);
    expect(hits).toMatchObject([{ ruleId: "c2", related: [{ ruleId: "c1" }] }]);
  });

  test("a burst that still goes on precedes what follows it", () => {
    expect(run(chain, [...Array.from({ length: 60 }, (_, second) => event(second)), event(61, "ok")]).map(({ ruleId }) => ruleId)).toEqual(["c2"]);
  });

  test("where bursts are counted, each counts once", () => {
    const burst = (from: number) => [0, 1, 2, 3, 4].map((second) => event(from + second));
    expect(run(chain, burst(0))).toHaveLength(0);
    expect(run(chain, [...burst(0), ...burst(100)])).toMatchObject([{ ruleId: "c3", observed: 2 }]);
  });

  test("`generate` and `tickmark.alerts` let a rule of a chain raise hits", () => {
    const generating = ruleSetOf(COUNT3, "title: O\nname: o\ncorrelation: { type: temporal_ordered, rules: [c1, ok], timespan: 20s, generate: true }");
    expect(generating.rules.filter(({ raisesHits }) => raisesHits).map(({ id }) => id)).toEqual(["ok", "odd", "c1", "o"]);
    const alerting = ruleSetOf(`title: A\nname: c1\ntickmark: { alerts: true }\ncorrelation: ${COUNT3}`, "title: O\nname: o\ncorrelation: { type: temporal_ordered, rules: [c1, ok], timespan: 20s }");
    expect(alerting.rules.filter(({ raisesHits }) => raisesHits).map(({ id }) => id)).toEqual(["odd", "c1", "o"]);
  });
});

describe("bounds", () => {
  const ruleSet = ruleSetOf(COUNT3);

  test("groups beyond the limit evict the one not updated for longest, end its hit as evicted, and are reported", () => {
    const correlator = createCorrelator(ruleSet, null, { groupsPerRule: 2 });
    feed(correlator, ruleSet, [event(0), event(0), event(0)]);
    const hits = feed(correlator, ruleSet, [event(1, "fail", { ip: "b" }), event(1, "fail", { ip: "c" })], 3);
    expect(hits).toMatchObject([{ groupKey: { ip: "a" }, open: false, evicted: true, count: 3 }]);
    expect(correlator.report()["c1"]).toMatchObject({ evictedGroups: 1 });
  });

  test("entries beyond the limit are dropped and reported, the hit's count stays exact", () => {
    const correlator = createCorrelator(ruleSet, null, { entriesPerGroup: 5 });
    feed(correlator, ruleSet, Array.from({ length: 20 }, (_, n) => event(n / 10)));
    expect(correlator.report()["c1"]).toMatchObject({ droppedEntries: 15 });
    expect(correlator.flush()).toMatchObject([{ count: 20 }]);
  });

  test("groups that are over are let go of as time passes", () => {
    const correlator = createCorrelator(ruleSet, null, { latenessMs: 0 });
    feed(correlator, ruleSet, Array.from({ length: 100 }, (_, n) => event(n * 20, "fail", { ip: String(n) })));
    expect(correlator.snapshot().rules.find(({ ruleId }) => ruleId === "c1")!.groups.length).toBe(1);
  });
});

describe("hits", () => {
  test("a single-event rule raises one hit for each event, complete and JSON-safe", () => {
    const ruleSet = compileRules([{ path: "r", text: "title: One\nid: one\nlevel: high\nlogsource: { product: p }\ndetection: { s: { kind: fail }, condition: s }" }]).ruleSet;
    const hits = run(ruleSet, [event(0), event(1)]);
    expect(hits).toMatchObject([{ ruleId: "one", kind: "event", severity: "high", open: false, count: 1, firstTime: at(0), lines: [lineAt(0)] }, { lines: [lineAt(1)] }]);
    expect(JSON.parse(JSON.stringify(hits))).toEqual(hits);
  });

  test("a correlation's explanation says what was measured, where, and why the last event matched", () => {
    const [hit] = run(ruleSetOf(COUNT3), [event(0), event(1), event(2)]);
    expect(hit!.explanation).toMatchObject({
      kind: "correlation", label: "3 events (at least 3) within 10 s, ip = a",
      children: [{ kind: "rule", label: "fail", children: [{ kind: "name", children: [{ label: "kind is fail" }] }] }],
    });
  });
});
