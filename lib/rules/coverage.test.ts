import { expect, test } from "vitest";
import { coverageOf, gapsFirst } from "./coverage.ts";
import type { RuleRow } from "./list-rules.ts";

const rule = (state: RuleRow["state"], alerts = 0, raisesAlerts = true) => ({ ruleKey: `${state}-${alerts}`, title: state, state, raisesAlerts, alerts, lastRaisedAt: alerts === 0 ? null : new Date(alerts) });
const thing = { key: "T1110", title: "T1110", group: "Credential access" };
const standing = (...rules: ReturnType<typeof rule>[]): string => coverageOf(thing, rules).standing;

test("nothing is called watched that no rule has ever found", () => {
  expect(standing()).toBe("none");
  expect(standing(rule("in_force", 0, false), rule("retired"))).toBe("none");
  expect(standing(rule("disabled"), rule("quarantined"))).toBe("off");
  expect(standing(rule("not_run_yet"))).toBe("unknown");
  expect(standing(rule("in_force"), rule("disabled"))).toBe("partly");
  expect(standing(rule("not_run_yet"), rule("quarantined"))).toBe("partly");
  expect(standing(rule("in_force"), rule("not_run_yet"))).toBe("quiet");
  expect(standing(rule("in_force", 1), rule("not_run_yet"))).toBe("watched");
  expect(standing(rule("in_force", 1), rule("disabled"))).toBe("partly");
});

test("rules in force that never fired are counted, and the last that did is told", () => {
  expect(coverageOf(thing, [rule("in_force"), rule("in_force", 5), rule("in_force", 9), rule("not_run_yet")])).toMatchObject({ inForce: 3, notRun: 1, neverFired: 1, lastFiredAt: new Date(9) });
  expect(coverageOf(thing, [rule("in_force")]).lastFiredAt).toBeNull();
});

test("gaps come first", () => {
  const rows = [[rule("in_force", 3)], [rule("in_force")], [rule("not_run_yet")], [], [rule("disabled")], [rule("in_force"), rule("disabled")]].map((rules, at) => coverageOf({ ...thing, key: `K${at}` }, rules));
  expect(gapsFirst(rows).map(({ standing: one }) => one)).toEqual(["none", "off", "unknown", "partly", "quiet", "watched"]);
});
