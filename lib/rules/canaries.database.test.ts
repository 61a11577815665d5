import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#lib/platform/ids.ts";
import { ownRule } from "#lib/testing/rule-samples.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { adoptRulesInForce, approveRuleTexts, endRuleText, listRules, readCoverage, readRule, ruleGaps, runDueCanaries, saveRuleText, setRuleStanding, shippedRules } from "./index.ts";
import { insertTexts, insertTextSteps } from "./rule-text.repository.ts";
import { tryExamples } from "./run-canaries.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const KEY = "canary";
const stateOf = async () => (await listRules(world.as("security_analyst"))).find(({ ruleKey }) => ruleKey === KEY)?.state;
const standings = () => world.inTenant((tx) => tx.ruleStanding.findMany({ where: { ruleKey: KEY }, orderBy: { id: "asc" }, select: { state: true, recordedBy: true } }));
/** Whether the trial of this organization's rules falls due by an instant so many milliseconds from now. */
async function isDue(inMs = 0): Promise<boolean> {
  const by = new Date(world.clock.now().getTime() + inMs);
  const rows = await world.runtime.database.$queryRaw<{ kind: string; organization_id: string }[]>`SELECT * FROM directory_lease_due_work(${by}::timestamptz, ${by}::timestamptz, 500)`;
  return rows.some(({ kind, organization_id }) => kind === "rule_canaries" && organization_id === world.organizationId);
}
const lastTrial = () => world.inTenant(async (tx) => (await tx.auditTrailEntry.findFirst({ where: { action: "rules.tried" }, orderBy: { id: "desc" } }))?.changes);

/** A filter that takes out all that the rule finds, in force although nobody could have proposed it. */
async function blind(): Promise<string> {
  const now = world.clock.now();
  const id = newId("rtx", now.getTime());
  const text = `title: Quiet\nlogsource: { product: linux, service: sudo }\nfilter:\n  rules: [${KEY}]\n  all: { action: command_denied }\n  condition: all\ntickmark: { filter: drops }\n`;
  await world.inTenant(async (tx) => {
    await insertTexts(tx, world.organizationId, [{ id, kind: "tuning", subject: KEY, version: 1, title: "Quiet", text, sha256: "0".repeat(64), severity: null, author: null, license: null, ruleKeys: [KEY], controlCodes: ["SYS.2.07"], packId: null, reason: "An older release took it.", savedBy: world.members.admin.memberId, savedAt: now }]);
    await insertTextSteps(tx, world.organizationId, [id], { step: "proposed", alone: false, reason: "", recordedBy: world.members.admin.memberId, recordedAt: now });
    await insertTextSteps(tx, world.organizationId, [id], { step: "approved", alone: false, reason: "", recordedBy: world.members.security_analyst.memberId, recordedAt: now });
  });
  return id;
}

test("every shipped rule finds its own examples in the whole set", async () => {
  const { ruleSet } = await shippedRules();
  const { fired, failed, without } = await tryExamples(ruleSet, () => true);
  expect({ failed, without }).toEqual({ failed: [], without: 0 });
  expect(fired).toHaveLength(ruleSet.rules.length);
});

test("a change of the set has the rules tried at once, and a trial puts the next one a day later", async () => {
  const { textId } = await saveRuleText(world.as("security_analyst"), { about: { kind: "rule" }, text: ownRule(KEY), reason: "Seen.", baseVersion: 0, send: "review" });
  expect(await isDue()).toBe(false);
  await approveRuleTexts(world.as("admin"), { textIds: [textId] });
  expect(await isDue()).toBe(true);
  await runDueCanaries(world.asSystem("canaries"));
  expect([await isDue(86_399_000), await isDue(86_400_000)]).toEqual([false, true]);
  expect(await lastTrial()).toMatchObject({ failed: 0, failing: 0, recovered: 0, fired: (await shippedRules()).ruleSet.rules.length + 1 });
  expect(await standings()).toEqual([]);
});

test("a rule that does not find its own examples is failing: a gap of its control, still raising, until it finds them again", async () => {
  const tuning = await blind();
  await runDueCanaries(world.asSystem("canaries"));
  await runDueCanaries(world.asSystem("canaries"));
  expect(await standings()).toEqual([{ state: "failing", recordedBy: "system:canaries" }]);
  expect(await stateOf()).toBe("failing");
  expect(await world.inTenant((tx) => ruleGaps(tx, world.organizationId))).toMatchObject([{ ruleKey: KEY, state: "failing", controlCodes: ["SYS.2.07"], reason: expect.stringMatching(/^1 of 1 examples .* Expected 1 hits of .*, got 0\.$/) as string }]);
  expect((await readRule(world.as("security_analyst"), { ruleKey: KEY })).standings).toMatchObject([{ state: "failing", by: "Tickmark" }]);
  expect((await readCoverage(world.as("security_analyst"), "control")).find(({ key }) => key === "SYS.2.07")).toMatchObject({ failing: 1, standing: "partly" });
  expect((await adoptRulesInForce(world.asSystem("scan"))).mayRaise(KEY)).toBe(true);
  await endRuleText(world.as("admin"), { textId: tuning, reason: "It hid everything." });
  await runDueCanaries(world.asSystem("canaries"));
  expect((await standings()).map(({ state }) => state)).toEqual(["failing", "enabled"]);
  expect(await world.inTenant((tx) => ruleGaps(tx, world.organizationId))).toEqual([]);
});

test("what a person switched off stays off, whatever its examples show; enabled again it is tried again", async () => {
  await setRuleStanding(world.as("admin"), { ruleKey: KEY, state: "disabled", reason: "Not wanted." });
  await runDueCanaries(world.asSystem("canaries"));
  expect(await stateOf()).toBe("disabled");
  await expect(setRuleStanding(world.as("admin"), { ruleKey: KEY, state: "failing" as "enabled", reason: "No." })).rejects.toMatchObject({ code: "validation" });
  await setRuleStanding(world.as("admin"), { ruleKey: KEY, state: "enabled", reason: "Wanted." });
  expect(await isDue()).toBe(true);
});
