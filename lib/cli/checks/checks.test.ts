import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { judgeCheck, type Check } from "#lib/checks/index.ts";
import { CHECKS_FOLDER, readChecks } from "#lib/check-runs/index.ts";
import { faultsOf } from "./test-checks.ts";

const checks = await readChecks(CHECKS_FOLDER);

test("there are 45 checks or more", () => { expect(checks.length).toBeGreaterThanOrEqual(45); });

test.each(checks.map((one) => [one.check.metadata.id, one] as const))("%s passes, fails and cannot judge as its cases say; a gap is never a pass, nothing never a verdict", (_, folder) => {
  expect(faultsOf(folder)).toEqual([]);
});

test("a check knows the words in which it judges, and nothing else", async () => {
  for (const { check: { metadata: { id } } } of checks) {
    const source = await readFile(new URL(`${id}/check.ts`, `file://${CHECKS_FOLDER}`), "utf8");
    expect([id, source.match(/^import .*$/gm)]).toEqual([id, ['import type { Judge } from "#lib/checks/index.ts";']]);
    expect([id, /\b(?:import\(|require|process|Date\.now|new Date\(\)|Math\.random|fetch)\b/.test(source)]).toEqual([id, false]);
  }
});

test("a check says which kinds of rows it looks at besides what it judges", async () => {
  for (const { check: { metadata: { id, reads } } } of checks) {
    const source = await readFile(new URL(`${id}/check.ts`, `file://${CHECKS_FOLDER}`), "utf8");
    expect([id, [...source.matchAll(/\brows\("(\w+)"\)/g)].map(([, kind]) => kind)]).toEqual([id, reads]);
  }
});

test("each requirement that a check names exists in its edition", async () => {
  for (const { check: { metadata: { id, requirements } } } of checks) {
    for (const [edition, items] of Object.entries(requirements)) {
      const text = await readFile(new URL(`../../../controls/frameworks/${edition}.yaml`, import.meta.url), "utf8");
      for (const item of items) expect([id, edition, item, new RegExp(`\\bid: "?${item.replaceAll(".", "\\.")}"?[\\s,}]`).test(text)]).toEqual([id, edition, item, true]);
    }
  }
});

const of = (id: string): Check => {
  const found = checks.find(({ check }) => check.metadata.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found.check;
};
const now = new Date("2026-03-02T09:00:00Z");

test("a service that is off fails where the check says so; elsewhere it cannot be judged", () => {
  const gap = (operation: string) => ({ rows: [], gaps: [{ reason: "disabled" as const, operation, scope: "1/eu-west-1", says: "It is off." }], now });
  expect(judgeCheck(of("vulnerability-fixed-in-time"), gap("inspector2:BatchGetAccountStatus"))).toEqual([{ state: "fail", reason: "It is off.", resource: "inspector2:BatchGetAccountStatus 1/eu-west-1", name: "1/eu-west-1", scope: "1/eu-west-1" }]);
  expect(judgeCheck(of("aws-trail-logging"), gap("cloudtrail:DescribeTrails"))[0]?.state).toBe("error");
});

test("that scanning is off is judged by the check that is about it; another one says so and judges nothing", () => {
  const gap = (reason: "disabled" | "denied") => ({ rows: [], gaps: [{ reason, operation: "GET /repos/{owner}/{repo}/dependabot/alerts", scope: "acme/web", says: "It is off." }], now });
  expect([judgeCheck(of("vulnerability-fixed-in-time"), gap("disabled")), judgeCheck(of("vulnerability-fixed-in-time"), gap("denied"))]).toMatchObject([[{ state: "not_applicable", reason: "It is off. The check github-dependabot-on judges that." }], [{ state: "error" }]]);
  for (const { check: { metadata } } of checks) expect(Object.values(metadata.off_judged_by).filter((id) => !checks.some(({ check }) => check.metadata.id === id))).toEqual([]);
});

test("a role that cannot be assumed hides its account from every check of AWS; what else is missing leaves a check alone", () => {
  const gap = (operation: string) => ({ rows: [], gaps: [{ reason: "denied" as const, operation, scope: "1", says: "Refused." }], now });
  const ofAws = checks.filter(({ check: { metadata } }) => metadata.needs.some((operation) => /^[a-z0-9]+:[A-Z]/.test(operation)));
  expect(ofAws.length).toBeGreaterThan(45);
  expect(ofAws.filter(({ check }) => judgeCheck(check, gap("sts:AssumeRole"))[0]?.state !== "error").map(({ check }) => check.metadata.id)).toEqual([]);
  expect(judgeCheck(of("aws-trail-logging"), gap("sns:ListTopics"))[0]?.state).toBe("not_applicable");
});

test("parameters beyond their bounds, and unknown ones, are refused", () => {
  const check = of("aws-log-group-kept");
  expect(() => judgeCheck(check, { rows: [], gaps: [], now }, { days: 0 })).toThrow(RangeError);
  expect(() => judgeCheck(check, { rows: [], gaps: [], now }, { weeks: 3 })).toThrow(RangeError);
});
