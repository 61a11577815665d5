import { afterAll, beforeAll, expect, test } from "vitest";
import { receiveSegment, recordSegment } from "#lib/logs/index.ts";
import { ownRule } from "#lib/testing/rule-samples.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { approveRuleTexts, checkRuleText, saveRuleText, shippedRules, startText, tryRuleText } from "./index.ts";

let world: World;
let other: World;
let sourceId = "";

const line = (day: number, user: string, denied: boolean): string => `Sep ${day} 10:00:01 web1 sudo:     ${user} : ${denied ? "user NOT in sudoers ; " : ""}TTY=pts/2 ; PWD=/home/${user} ; USER=root ; COMMAND=/bin/bash`;

beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  const analyst = world.as("security_analyst");
  const text = `${[line(10, "eve", true), line(10, "mike", false), line(11, "mallory", true), line(11, "eve", true), "no log line at all"].join("\n")}\n`;
  const received = await receiveSegment(analyst, { body: (async function* () { yield Buffer.from(text); })() });
  sourceId = (await recordSegment(analyst, { sourceName: "gate", fileName: "auth.log", ...received })).sourceId;
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const days = { firstDay: "2026-09-10", lastDay: "2026-09-14" };

test("a text that nobody saved is run over stored lines: what it finds, by which condition, what it nearly finds, and what it takes", async () => {
  const trial = await tryRuleText(world.as("security_analyst"), { text: ownRule("tried-1"), tunes: null, compareWith: null, sourceId, ...days });
  expect(trial).toMatchObject({ segments: 1, lines: 5, unparsedLines: 1, stopped: null, alerts: 3, days: 3, compared: null });
  expect(trial.perDay).toEqual([{ day: "2026-09-10", alerts: 1 }, { day: "2026-09-11", alerts: 2 }]);
  expect(trial.hits.map(({ line: { number } }) => number)).toEqual([1, 3, 4]);
  expect(JSON.stringify(trial.hits[0]?.tree)).toContain("command_denied");
  expect(trial.rules).toMatchObject([{ ruleKey: "tried-1", matches: 3, alerts: 3, cost: { predicates: 1 } }]);
  expect(trial.rules[0]?.cost?.witness).not.toBeNull();
  // Three of the five lines wake it, by what was learned of them.
  expect(trial.learnedFrom).toBe(5);
  expect(trial.rules[0]?.cost?.wokenShare).toBeCloseTo(0.5, 1);
  expect(await world.inTenant((tx) => tx.alert.count())).toBe(0);
});

test("lines of other days, and of another organization, are not read", async () => {
  const text = { text: ownRule("tried-2"), tunes: null, compareWith: null };
  expect(await tryRuleText(world.as("security_analyst"), { ...text, sourceId, firstDay: "2026-09-11", lastDay: "2026-09-14" })).toMatchObject({ alerts: 2 });
  expect(await tryRuleText(other.as("security_analyst"), { ...text, sourceId, ...days })).toMatchObject({ lines: 0, alerts: 0 });
  await expect(tryRuleText(world.as("security_analyst"), { ...text, sourceId, firstDay: "2026-09-11", lastDay: "2026-09-10" })).rejects.toMatchObject({ reason: "days" });
  await expect(tryRuleText(world.as("security_analyst"), { ...text, text: "title: [", sourceId, ...days })).rejects.toMatchObject({ reason: "rule_text_refused" });
});

test("a new text is compared with the version in force, by what each finds", async () => {
  const saved = await saveRuleText(world.as("security_analyst"), { about: { kind: "rule" }, text: ownRule("tried-3"), reason: "Seen.", baseVersion: 0, send: "review" });
  await approveRuleTexts(world.as("admin"), { textIds: [saved.textId] });
  const narrower = ownRule("tried-3").replace("action: command_denied", "action: command_denied, user: eve");
  const start = await startText(world.as("security_analyst"), { from: { kind: "rule", ruleKey: "tried-3" } });
  expect(start).toMatchObject({ subject: saved.subject, baseVersion: 1, inForceId: saved.textId });
  const trial = await tryRuleText(world.as("security_analyst"), { text: narrower, tunes: null, compareWith: start.inForceId, sourceId, ...days });
  expect(trial.compared).toMatchObject({ both: 2, onlyHereCount: 0, onlyThereCount: 1, onlyThere: [{ line: { number: 3 } }] });
  expect(trial.misses).toMatchObject([expect.objectContaining({ lines: expect.any(Number) as number })]);
});

test("what is to take the place of a shipped rule is compared with it, a tuning with the rule without one", async () => {
  const { texts } = await shippedRules();
  const { ruleKey, text } = texts.find(({ title }) => title === "sudo refused")!;
  const eve = text.replace("action: command_denied", "action: command_denied, user: eve");
  const asked = { compareWith: null, sourceId, ...days };
  expect((await tryRuleText(world.as("security_analyst"), { ...asked, text: eve, tunes: null })).compared).toMatchObject({ both: 2, onlyHereCount: 0, onlyThereCount: 1, onlyThere: [{ line: { number: 3 } }] });
  const { text: tuning } = await startText(world.as("security_analyst"), { from: { kind: "tuning", ruleKey } });
  expect((await tryRuleText(world.as("security_analyst"), { ...asked, text: tuning.replace("user: deploy", "user: mallory"), tunes: ruleKey })).compared).toMatchObject({ both: 2, onlyHereCount: 0, onlyThereCount: 1 });
});

test("a text is looked at as it is written, with places and examples, whatever it says", async () => {
  const manager = world.as("compliance_manager");
  expect(await checkRuleText(manager, { text: ownRule("looked-at"), tunes: null })).toMatchObject({ problems: [], refusal: null, rules: [{ ruleKey: "looked-at", author: "The analysts", license: "MIT" }], tests: [{ passed: true }, { passed: true }] });
  const broken = await checkRuleText(manager, { text: ownRule("looked-at").replace("condition: found", "condition: lost"), tunes: null });
  expect(broken.problems).toMatchObject([{ severity: "refused", line: 8 }]);
  expect(broken.refusal).toMatch(/^Line 8, column \d+: /);
  const lost = await checkRuleText(manager, { text: "title: T\nlevel: severe\nlogsource: { product: p }\ndetection: { s: { 'a|odd': 1 }, condition: t }\n", tunes: null });
  expect(lost.problems.map(({ line, column, message }) => [line, column, message.split(":")[0]])).toEqual([
    [1, 1, 'The rule has no "id". Give it one that stays, such as a UUID'],
    [2, 8, '"level" must be one of informational, low, medium, high, critical.'],
    [4, 19, 'The modifier "odd" of "a|odd" is not known.'],
    [4, 44, 'The condition names "t", which the detection does not define.'],
  ]);
  expect((await checkRuleText(manager, { text: "", tunes: null })).refusal).toBe("Line 1, column 1: The text holds no rule.");
  const { text } = await startText(world.as("security_analyst"), { from: { kind: "new" } });
  expect((await checkRuleText(manager, { text, tunes: null })).refusal).toBeNull();
});
