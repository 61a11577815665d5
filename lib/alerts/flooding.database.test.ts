import { afterAll, beforeAll, expect, test } from "vitest";
import { listNotifications } from "#lib/notifications/index.ts";
import { receiveSegment, recordSegment } from "#lib/logs/index.ts";
import { readMyWork } from "#lib/my-work/index.ts";
import { approveRuleTexts, listRules, ruleGaps, saveRuleText } from "#lib/rules/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { ownRule } from "#lib/testing/rule-samples.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { scanSegment } from "./scan-segment.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const KEY = "floods";
const MOST = 12;

/** Refused commands, one a second from a minute of the day on. */
function refused(minute: number, count: number): string {
  return Array.from({ length: count }, (_, at) => `2026-08-03T10:${String(minute + Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}Z web1 sudo:     eve : user NOT in sudoers ; TTY=pts/2 ; PWD=/home/eve ; USER=root ; COMMAND=/bin/bash\n`).join("");
}

async function read(text: string) {
  const context = world.as("security_analyst");
  const received = await receiveSegment(context, { body: (async function* () { yield Buffer.from(text); })() });
  world.clock.set(new Date(world.clock.now().getTime() + 1000));
  const { segmentId } = await recordSegment(context, { sourceName: "web1", fileName: "auth.log", ...received });
  await scanSegment(world.asSystem("scan-segment"), { segmentId }, async () => undefined, { silentAfterMs: 0, batchLines: 10 });
  return world.inTenant((tx) => tx.logSegmentScan.findUniqueOrThrow({ where: { organizationId_segmentId: { organizationId: world.organizationId, segmentId } } }));
}

const alertsOfRule = () => world.inTenant(async (tx) => {
  const versions = await tx.ruleVersion.findMany({ where: { ruleKey: KEY } });
  return tx.alert.count({ where: { ruleVersionId: { in: versions.map(({ id }) => id) } } });
});

const newsOf = async (role: "admin" | "security_analyst") => (await listNotifications(world.as(role), {})).rows.map(({ kind }) => kind);

test("who can approve a proposed rule is told, and finds it in My work, until it is decided on", async () => {
  const { textId } = await saveRuleText(world.as("security_analyst"), { about: { kind: "rule" }, text: ownRule(KEY), reason: "Seen.", baseVersion: 0, send: "review" });
  expect(await newsOf("admin")).toContain("rule_waiting");
  expect(await newsOf("security_analyst")).not.toContain("rule_waiting");
  expect((await readMyWork(world.as("admin"), {})).rules).toMatchObject({ total: 1, items: [{ id: textId, version: 1, texts: 1 }] });
  expect((await readMyWork(world.as("security_analyst"), {})).rules.total).toBe(0);
  expect((await readMyWork(world.as("compliance_manager"), {})).rules.total).toBe(0);
  await approveRuleTexts(world.as("admin"), { textIds: [textId] });
  expect((await readMyWork(world.as("admin"), {})).rules.total).toBe(0);
});

test("a rule that floods is quarantined by itself: so many alerts and no more, a gap, told to who can act, and said of the segment", async () => {
  await changeSetting(world.as("admin"), { name: "rule_flood_alerts", value: MOST });
  const first = await read(refused(0, 8));
  expect([first.alerts >= 8, first.notes.includes("rule_flooded"), await alertsOfRule()]).toEqual([true, false, 8]);
  const flooded = await read(refused(10, 60));
  expect(await alertsOfRule()).toBe(MOST);
  expect(flooded).toMatchObject({ status: "finished", notes: expect.arrayContaining(["rule_flooded"]) as unknown });
  const inSegment = await world.inTenant((tx) => tx.alert.count({ where: { segmentId: flooded.segmentId } }));
  expect(flooded.alerts).toBe(inSegment);
  expect((await listRules(world.as("security_analyst"))).find(({ ruleKey }) => ruleKey === KEY)?.state).toBe("quarantined");
  const gaps = await world.inTenant((tx) => ruleGaps(tx, world.organizationId));
  // A shipped rule finds the same lines, and floods as well.
  expect(gaps.length).toBe(2);
  expect(gaps.find(({ ruleKey }) => ruleKey === KEY)).toMatchObject({ state: "quarantined", controlCodes: ["SYS.2.07"], reason: expect.stringContaining("more than 12 alerts") as unknown });
  expect(await newsOf("security_analyst")).toContain("rule_quarantined");
  await read(refused(20, 5));
  expect(await alertsOfRule()).toBe(MOST);
});
