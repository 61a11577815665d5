import { expect, test } from "vitest";
import { evaluateEvent } from "../sigma/rule-set.ts";
import { createCorrelator, type MatchedEvent } from "./correlator.ts";
import { event, lineAt, ruleSetOf } from "./correlator.examples.ts";

/** More than fit into the processor's caches: from so many on, groups are looked at before they are needed. */
const GROUPS = 20_500;
const EVENTS = 30_000;

test("many events together give what they give one by one, when there are very many groups", () => {
  const ruleSet = ruleSetOf(
    "{ type: value_count, rules: [fail, odd], group-by: [ip, user], timespan: 1h, condition: { field: port, gte: 2 } }",
    "{ type: temporal_ordered, rules: [fail, ok], group-by: [peer], timespan: 1h, aliases: { peer: { fail: ip, ok: user } } }",
    "{ type: event_count, rules: [c1], group-by: [user], timespan: 1h, condition: { gte: 1 } }",
  );
  const limits = { groupsPerRule: GROUPS + 100 };
  const matches = new Map(["fail", "ok", "odd"].map((kind) => [kind, evaluateEvent(ruleSet, event(0, kind))]));
  const events = Array.from({ length: EVENTS }, (_, at): MatchedEvent => {
    const kind = at < GROUPS ? "fail" : ["fail", "odd", "ok"][at % 3]!;
    // One event in nine lacks what it is grouped by.
    const more = at % 9 === 0 && at > GROUPS ? { ip: undefined } : { ip: `a${(at * 7919) % (GROUPS + 200)}` };
    return { event: event(at / 100, kind, { user: `a${(at * 31) % GROUPS}`, port: at % 5, ...more }), matches: matches.get(kind)!, line: lineAt(at) };
  });
  const oneByOne = createCorrelator(ruleSet, null, limits);
  const together = createCorrelator(ruleSet, null, limits);
  const expected = events.flatMap(({ event, matches, line }) => oneByOne.observe(event, matches, line));
  expect(expected.length).toBeGreaterThan(2_000);
  expect(together.observeAll(events)).toEqual(expected);
  expect(together.report()).toEqual(oneByOne.report());
  expect(Object.values(together.report()).some(({ evictedGroups }) => evictedGroups > 0)).toBe(true);
  expect(JSON.stringify(together.snapshot()) === JSON.stringify(oneByOne.snapshot())).toBe(true);
});
