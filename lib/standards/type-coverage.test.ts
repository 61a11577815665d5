import { expect, test } from "vitest";
import { inForceAt, standardStatus, type Decision } from "./standard.ts";
import { heldStatus, heldTypes, typesWithout, type CheckStanding } from "./type-coverage.ts";

const counts = { pass: 0, fail: 0, error: 0, excepted: 0, not_applicable: 0 };
const check = (id: string, about: string, part: Partial<CheckStanding>): CheckStanding => ({ id, title: id, about, counts, status: "pass", word: "Passes", ...part });
const seen = [{ type: "aws.ec2.instance", count: 4, inPopulation: true }, { type: "aws.s3.bucket", count: 9, inPopulation: false }, { type: "datadog.host", count: 2, inPopulation: true }];

test("a type that no standard names is a gap, those of the population first", () => {
  expect(typesWithout(seen, [{ types: ["aws.*"] }]).map(({ type }) => type)).toEqual(["datadog.host"]);
  expect(typesWithout(seen, []).map(({ type }) => type)).toEqual(["aws.ec2.instance", "datadog.host", "aws.s3.bucket"]);
});

test("nothing is called held before a check of the type has judged it", () => {
  const passes = check("a-b", "aws.ec2.instance", { counts: { ...counts, pass: 4 } });
  const held = (types: string[], checks: string[], standings: CheckStanding[]) => heldStatus(heldTypes({ types, checks }, seen, standings), checks).status;
  expect(held(["aws.ec2.instance"], ["a-b"], [passes])).toBe("pass");
  expect(held(["aws.ec2.instance"], [], [passes])).toBe("not_yet_known");
  expect(held(["aws.rds.*"], ["a-b"], [passes])).toBe("never_collected");
  expect(held(["aws.ec2.instance", "datadog.host"], ["a-b"], [passes])).toBe("partial");
  expect(held(["aws.ec2.instance"], ["a-b"], [check("a-b", "aws.ec2.instance", { status: "stale", word: "Stale", counts: { ...counts, pass: 4 } })])).toBe("stale");
  expect(held(["aws.ec2.instance"], ["a-b", "a-c"], [passes, check("a-c", "aws.ec2.instance", { status: "never_collected", word: "Never run" })])).toBe("never_collected");
  expect(held(["aws.ec2.instance"], ["a-b"], [check("a-b", "aws.ec2.instance", { status: "not_applicable", word: "Not applicable" })])).toBe("not_yet_known");
  expect(held(["aws.ec2.instance", "datadog.host"], ["a-b"], [check("a-b", "aws.ec2.instance", { status: "fail", word: "Fails", counts: { ...counts, fail: 2 } })])).toBe("fail");
});

const on = (day: string, decision: Decision["decision"] = "approved"): Decision => ({ decision, alone: false, reason: "", decidedBy: "m", decidedAt: new Date(day) });

test("the newest approved version is in force from its approval on, until one that ends it", () => {
  const versions = [{ version: 4, ends: true, decision: on("2026-05-01") }, { version: 3, ends: false, decision: on("2026-04-01", "declined") }, { version: 2, ends: false, decision: on("2026-03-01") }, { version: 1, ends: false, decision: on("2026-02-01") }];
  const at = (day: string) => inForceAt(versions, new Date(day))?.version ?? null;
  expect([at("2026-01-31"), at("2026-02-15"), at("2026-04-15"), at("2026-05-02")]).toEqual([null, 1, 2, null]);
  expect(standardStatus(versions, new Date("2026-05-02")).word).toBe("Ended");
});

test("a standard that nobody looked at for a year is no good one", () => {
  const versions = [{ version: 1, ends: false, decision: on("2025-01-01") }];
  expect([standardStatus(versions, new Date("2025-12-31")).status, standardStatus(versions, new Date("2026-01-02")).status]).toEqual(["pass", "stale"]);
});
