import { afterAll, beforeAll, expect, test } from "vitest";
import { receiveSegment, recordSegment } from "#lib/logs/index.ts";
import { listRules } from "#lib/rules/index.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { readBaselineDays, runDueBaselines } from "./judge-baselines.ts";
import { readAlert } from "./read-alert.ts";
import { scanSegment } from "./scan-segment.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const MEGABYTE = 1024 * 1024;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const dayAt = (index: number): Date => new Date(Date.UTC(2026, 6, 20 + index));
const isoDay = (index: number): string => dayAt(index).toISOString().slice(0, 10);

/** A file that somebody took by FTP, as vsftpd and its kin write it. */
function sent(index: number, user: string, bytes: number, hour = 10): string {
  const at = dayAt(index);
  return `${WEEKDAYS[at.getUTCDay()]} ${MONTHS[at.getUTCMonth()]} ${at.getUTCDate()} ${hour}:00:00 2026 1 203.0.113.9 ${bytes} /export/a.csv b _ o r ${user} ftp 0 * c\n`;
}

async function give(text: string, options = {}): Promise<string> {
  const context = world.as("security_analyst");
  world.clock.set(new Date(world.clock.now().getTime() + 1000));
  const received = await receiveSegment(context, { body: (async function* () { yield Buffer.from(text); })() });
  const { segmentId } = await recordSegment(context, { sourceName: "ftp", fileName: "xferlog", ...received });
  await scanSegment(world.asSystem("scan-segment"), { segmentId }, async () => undefined, { silentAfterMs: 0, ...options });
  return segmentId;
}

const due = (segmentId: string) => runDueBaselines(world.asSystem("baselines"), segmentId);
/** What baselines raised: shipped rules find very large files as well. */
const raised = () => world.inTenant(async (tx) => {
  const versions = await tx.ruleVersion.findMany({ where: { ruleKey: { startsWith: "tickmark.baseline." } } });
  return tx.alert.findMany({ where: { ruleVersionId: { in: versions.map(({ id }) => id) } }, include: { state: true }, orderBy: { number: "asc" } });
});
const totalsOf = async (segmentId: string) => (await world.inTenant((tx) => tx.baselineTotal.findMany({ where: { segmentId }, orderBy: [{ day: "asc" }, { measure: "asc" }, { actor: "asc" }] }))).map(({ day, measure, actor, amount }) => [day, measure, actor, Number(amount)]);

test("an export far beyond what is usual for its actor becomes an alert that says what it was held against; everyday ones and new actors do not", async () => {
  const everyday = Array.from({ length: 30 }, (_, index) => sent(index, "ann", (100 + (index % 5)) * MEGABYTE)).join("");
  const learned = await give(everyday);
  await due(learned);
  expect(await raised()).toEqual([]);
  const wild = await give(sent(30, "ann", 900 * MEGABYTE) + sent(30, "mallory", 9_000 * MEGABYTE));
  await due(wild);
  const alerts = await raised();
  expect(alerts.map(({ title, entity, severity, segmentId }) => ({ title, entity, severity, segmentId }))).toEqual([{ title: "An actor exported far more data than usual", entity: "ann", severity: "medium", segmentId: wild }]);
  const view = await readAlert(world.as("security_analyst"), { alertId: alerts[0]!.id });
  expect(view.explanation.baseline).toMatchObject({ actor: "ann", day: isoDay(30), measure: "exported_bytes", amount: 900 * MEGABYTE, verdict: "unusual", basis: "weekday" });
  const { compared, limit } = view.explanation.baseline!;
  expect(compared.map(({ day }) => day)).toEqual([2, 9, 16, 23].map(isoDay));
  expect(limit).toBeLessThan(900 * MEGABYTE);
  expect(view.explanation.tree).toMatchObject({ matched: true, children: [{ matched: true }, { matched: true }] });
  expect(view.rule).toMatchObject({ key: "tickmark.baseline.exported_bytes", controlCodes: ["SYS.2.07"] });
  expect((await listRules(world.as("security_analyst"))).find(({ ruleKey }) => ruleKey === view.rule!.key)).toMatchObject({ state: "in_force", alerts: 1 });
  await due(wild);
  expect((await raised()).length).toBe(1);
});

test("more of the same day, in another file, changes the figures of the alert and raises none beside it", async () => {
  const [before] = await raised();
  const more = await give(sent(30, "ann", 300 * MEGABYTE, 15));
  await due(more);
  const after = await raised();
  expect(after.length).toBe(1);
  expect(after[0]!.state!.explanation).toMatchObject({ baseline: { amount: 1_200 * MEGABYTE } });
  expect(after[0]!.raisedAt).toEqual(before!.raisedAt);
});

test("a day is judged when it is over, and a scan that is cut off and begun again counts nothing twice", async () => {
  const text = Array.from({ length: 40 }, (_, at) => sent(40 + (at % 2), "ben", MEGABYTE, 10 + (at % 10))).join("");
  const whole = await give(text, { batchLines: 7 });
  const totals = await totalsOf(whole);
  expect(totals).toEqual([40, 41].flatMap((index) => [[isoDay(index), "exported_bytes", "ben", 20 * MEGABYTE], [isoDay(index), "exports", "ben", 20]]));
  const where = { organizationId_segmentId: { organizationId: world.organizationId, segmentId: whole } };
  await world.inTenant((tx) => tx.logSegmentScan.update({ where, data: { status: "queued", scannedBytes: 0n, lines: 0n } }));
  await scanSegment(world.asSystem("scan-segment"), { segmentId: whole }, async () => undefined, { silentAfterMs: 0, batchLines: 11 });
  expect(await totalsOf(whole)).toEqual(totals);
  const today = world.clock.now().toISOString().slice(0, 10);
  const open = await give(`{"eventTime":"${today}T08:00:00Z","action":"file_sent","user":"cleo","bytes":5,"outcome":"success"}\n`);
  const { over, nextAt } = await readBaselineDays(world.asSystem("baselines"), { segmentId: open });
  expect([over, nextAt!.getTime() > world.clock.now().getTime()]).toEqual([[], true]);
  await due(open);
  world.clock.set(new Date(nextAt!.getTime() + 1000));
  expect(await readBaselineDays(world.asSystem("baselines"), { segmentId: open })).toEqual({ over: [today], nextAt: null });
  expect((await totalsOf(open)).length).toBe(2);
});
