import { afterAll, beforeAll, expect, test } from "vitest";
import { scanSegment } from "#lib/alerts/index.ts";
import { readDueFindings } from "#lib/findings/raise-due-findings.ts";
import { receiveSegment, recordSegment } from "#lib/logs/index.ts";
import { ownRule } from "#lib/testing/rule-samples.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { approveRuleTexts, compileVersion, endRuleText, listRules, readRule, readRuleText, returnRuleTexts, rulesInForce, saveRuleText, setRuleStanding, shippedRules } from "./index.ts";
import { withTuning } from "./rules-in-force.ts";

let world: World;
let other: World;
let files = 0;

beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const REFUSED = "Mar  3 10:00:01 web1 sudo:     eve : user NOT in sudoers ; TTY=pts/2 ; PWD=/home/eve ; USER=root ; COMMAND=/bin/bash\n";
const SUDO_REFUSED = "9be2b6d4-7a2c-4e0d-9a0e-6b8d4c1f2a01";
const EXCLUDE_EVE = `title: Eve tests sudo
logsource: { product: linux, service: sudo }
filter:
  rules: [${SUDO_REFUSED}]
  eve: { user: eve }
  condition: eve
tickmark: { filter: drops }
`;

/** Reads a log of one source and answers the titles and severities of what it raised. */
async function alertsOf(text: string): Promise<string[]> {
  const analyst = world.as("security_analyst");
  files += 1;
  const received = await receiveSegment(analyst, { body: (async function* () { yield Buffer.from(text); })() });
  const { segmentId } = await recordSegment(analyst, { sourceName: `source-${files}`, fileName: "auth.log", ...received });
  await scanSegment(world.asSystem("scan-segment"), { segmentId }, async () => undefined, { silentAfterMs: 0 });
  const rows = await world.inTenant((tx) => tx.alert.findMany({ where: { segmentId }, orderBy: { title: "asc" } }));
  return rows.map(({ title, severity }) => `${severity} ${title}`);
}

test("a text of one's own detects once another person approved it, and no longer once it is ended", async () => {
  const analyst = world.as("security_analyst");
  const draft = await saveRuleText(analyst, { about: { kind: "rule" }, text: ownRule("own-1"), reason: "Seen last week.", baseVersion: 0, send: "review" });
  expect(draft).toMatchObject({ version: 1, inForce: false });
  expect(await alertsOf(REFUSED)).toEqual(["medium sudo refused"]);
  await expect(approveRuleTexts(analyst, { textIds: [draft.textId] })).rejects.toMatchObject({ code: "forbidden", reason: "own_rule" });
  await approveRuleTexts(world.as("admin"), { textIds: [draft.textId] });
  expect(await alertsOf(REFUSED)).toEqual(["high Something refused, own-1", "medium sudo refused"]);
  expect((await listRules(analyst)).find(({ ruleKey }) => ruleKey === "own-1")).toMatchObject({ state: "in_force", origin: "own", author: "The analysts", license: "MIT", controlCodes: ["SYS.2.07"] });
  await endRuleText(world.as("admin"), { textId: draft.textId, reason: "It doubles another." });
  expect(await alertsOf(REFUSED)).toEqual(["medium sudo refused"]);
  expect((await listRules(analyst)).find(({ ruleKey }) => ruleKey === "own-1")).toMatchObject({ state: "retired" });
});

test("what does not compile, or fails its own example, is kept as a draft and never proposed", async () => {
  const analyst = world.as("security_analyst");
  const about = { kind: "rule" } as const;
  const refused = saveRuleText(analyst, { about, text: ownRule("own-2").replace("condition: found", "condition: nowhere"), reason: "A try.", baseVersion: 0, send: "review" });
  await expect(refused).rejects.toMatchObject({ code: "validation", reason: "rule_text_refused", problems: [{ path: "text", message: expect.stringMatching(/^Line \d+, column \d+: /) as string }] });
  const failing = saveRuleText(analyst, { about, text: ownRule("own-2", "session_opened"), reason: "A try.", baseVersion: 0, send: "review" });
  await expect(failing).rejects.toMatchObject({ reason: "rule_text_refused" });
  const kept = await saveRuleText(analyst, { about, text: "title: [", reason: "Tomorrow.", baseVersion: 0, send: "keep" });
  expect(await readRuleText(analyst, { textId: kept.textId })).toMatchObject({ stage: "draft", title: "Text without a rule" });
  await expect(saveRuleText(analyst, { about: { kind: "rule", subject: kept.subject }, text: ownRule("own-2"), reason: "Again.", baseVersion: 0, send: "keep" })).rejects.toMatchObject({ code: "conflict", reason: "rule_text_changed" });
});

test("a shipped rule is tuned by filters and a severity; its recorded text says by itself what ran", async () => {
  const analyst = world.as("security_analyst");
  const about = { kind: "tuning", subject: SUDO_REFUSED, severity: "critical" } as const;
  // The examples of the shipped rule are about eve: a filter that blinds them is refused.
  await expect(saveRuleText(analyst, { about, text: EXCLUDE_EVE, reason: "Eve is the tester.", baseVersion: 0, send: "review" })).rejects.toMatchObject({ reason: "rule_text_refused" });
  const tuned = EXCLUDE_EVE.replace("user: eve", "user: mallory");
  const { textId } = await saveRuleText(analyst, { about, text: tuned, reason: "A tester.", baseVersion: 0, send: "review" });
  await returnRuleTexts(world.as("admin"), { textIds: [textId], reason: "Who, until when?" });
  const third = await saveRuleText(analyst, { about, text: tuned, reason: "Mallory is the tester.", baseVersion: 1, send: "review" });
  await approveRuleTexts(world.as("admin"), { textIds: [third.textId] });
  expect(await alertsOf(REFUSED + REFUSED.replace("eve", "mallory"))).toEqual(["critical sudo refused"]);
  const view = await readRule(analyst, { ruleKey: SUDO_REFUSED });
  expect(view).toMatchObject({ state: "in_force", severity: "critical", tuning: { version: 2 } });
  expect(view.text).toBe(withTuning((await shippedRules()).texts.find(({ ruleKey }) => ruleKey === SUDO_REFUSED)!.text, tuned));
  expect((await compileVersion(view))?.rule.hash).toBe(view.sha256);
  // Another organization is watched with the rule as it is shipped.
  expect((await rulesInForce(other.as("security_analyst"))).ruleSet.hash).toBe((await shippedRules()).ruleSet.hash);
  await endRuleText(world.as("admin"), { textId: third.textId, reason: "The test is over." });
});

test("a rule that is switched off raises nothing, is a finding of its controls, and is back when enabled", async () => {
  const analyst = world.as("security_analyst");
  await setRuleStanding(analyst, { ruleKey: SUDO_REFUSED, state: "disabled", reason: "Watched elsewhere." });
  expect(await alertsOf(REFUSED)).toEqual([]);
  expect(await readRule(analyst, { ruleKey: SUDO_REFUSED })).toMatchObject({ state: "disabled", standings: [{ state: "disabled", reason: "Watched elsewhere." }] });
  const { causes } = await readDueFindings(world.asSystem("findings"), {});
  expect(causes.filter(({ sourceKind }) => sourceKind === "detection_rule")).toMatchObject([{ sourceId: SUDO_REFUSED, title: "The detection rule “sudo refused” is disabled" }]);
  await setRuleStanding(analyst, { ruleKey: SUDO_REFUSED, state: "enabled", reason: "Not any more." });
  expect(await alertsOf(REFUSED)).toEqual(["medium sudo refused"]);
  await expect(setRuleStanding(other.as("security_analyst"), { ruleKey: "own-1", state: "disabled", reason: "Not theirs." })).rejects.toMatchObject({ code: "not_found" });
});

test("the rules of one control are those of all that name it, with what they raised", async () => {
  const analyst = world.as("security_analyst");
  await alertsOf(REFUSED);
  const all = await listRules(analyst);
  const codes = [...new Set(all.flatMap(({ controlCodes }) => controlCodes))];
  expect(codes.length).toBeGreaterThan(1);
  for (const controlCode of codes) expect(await listRules(analyst, { controlCode })).toEqual(all.filter(({ controlCodes }) => controlCodes.includes(controlCode)));
  expect(all.some(({ alerts }) => alerts > 0)).toBe(true);
});

test("a text takes the place of a shipped file as a whole or not at all", async () => {
  const analyst = world.as("security_analyst");
  const shipped = await shippedRules();
  const brute = shipped.texts.find(({ title }) => title === "SSH brute force from one source")!;
  const [first] = brute.text.split("\n---\n");
  const part = saveRuleText(analyst, { about: { kind: "rule" }, text: first!, reason: "Shorter.", baseVersion: 0, send: "review" });
  await expect(part).rejects.toMatchObject({ problems: [{ message: expect.stringContaining("It would take the place of a file that also holds") as string }] });
  const whole = await saveRuleText(analyst, { about: { kind: "rule" }, text: brute.text.replace("condition: { gte: 5 }", "condition: { gte: 4 }"), reason: "Four are enough here.", baseVersion: 0, send: "keep" });
  expect(await readRuleText(analyst, { textId: whole.textId })).toMatchObject({ ruleKeys: expect.arrayContaining([brute.ruleKey]) as string[] });
});
