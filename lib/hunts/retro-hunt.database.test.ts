import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scanSegment } from "#lib/alerts/index.ts";
import { receiveSegment, recordSegment } from "#lib/logs/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { childEnvironment } from "#lib/platform/env.ts";
import { saveRuleText } from "#lib/rules/index.ts";
import { damageBlob } from "#lib/testing/damaged-blobs.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { ownRule } from "#lib/testing/rule-samples.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { cancelHunt, listHuntMatches, pauseHunt, raiseMatches, readHunt, readHuntMatch, requestHunt, resumeHunt, runHunt, runHuntJob } from "./index.ts";

let world: World;
let files = 0;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const analyst = () => world.as("security_analyst");
const two = (value: number): string => String(value).padStart(2, "0");
const ofDay = (day: number): string => `2026-08-${two(day)}`;

/** A log of a day: refused commands, and now and then a burst of refused sign-ins that goes on into the next file. */
function linesOf(day: number, count: number): string {
  const lines: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const time = `2026-08-${two(day)}T${two(10 + Math.floor(at / 3600))}:${two(Math.floor(at / 60) % 60)}:${two(at % 60)}Z`;
    if (at % 25 === 3) lines.push(`${time} web1 sudo:     eve : user NOT in sudoers ; TTY=pts/2 ; PWD=/home/eve ; USER=root ; COMMAND=/bin/bash`);
    else if (at % 9 < 4) lines.push(`${time} web1 sshd[${1000 + at}]: Failed password for root from 203.0.113.${day} port ${4000 + at} ssh2`);
    else lines.push(`${time} web1 cron[${at}]: (root) CMD (true)`);
  }
  return `${lines.join("\n")}\n`;
}

async function give(text: string, source: string, fileName?: string): Promise<string> {
  files += 1;
  // Segments of a source are read in the order of their receipt.
  world.clock.set(new Date(world.clock.now().getTime() + 1000));
  const received = await receiveSegment(analyst(), { body: (async function* () { yield Buffer.from(text); })() });
  return (await recordSegment(analyst(), { sourceName: source, fileName: fileName ?? `auth-${files}.log`, ...received })).segmentId;
}

/** Three files of one source and one of another. */
async function stored(name: string, from: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < 3; at += 1) ids.push(await give(linesOf(from + at, 400), name));
  ids.push(await give(linesOf(from, 100).replaceAll("web1", "db1"), `${name}-2`));
  return ids;
}

async function sourceIds(...names: string[]): Promise<string[]> {
  return (await world.inTenant((tx) => tx.logSource.findMany({ where: { name: { in: names } } }))).map(({ id }) => id);
}

const matchesOf = async (huntId: string) => {
  const rows = await world.inTenant((tx) => tx.huntMatch.findMany({ where: { huntId }, orderBy: [{ hitKey: "asc" }] }));
  return rows.map(({ hitKey, ruleKey, segmentId, eventCount, firstEventAt, lastEventAt, lines, explanation }) => ({ hitKey, ruleKey, segmentId, eventCount, firstEventAt, lastEventAt, lines: JSON.stringify(lines), explanation: JSON.stringify(explanation) }));
};

const system = () => world.asSystem("run-hunt");
const quickly = { silentAfterMs: 0, batchLines: 60 };
const run = (huntId: string) => runHunt(system(), { huntId }, async () => undefined, quickly);

test("a hunt with a proposed rule finds what it would have found, names the lines and says why, and raises nothing by itself", async () => {
  const key = "hunted-denied";
  const { textId } = await saveRuleText(analyst(), { about: { kind: "rule" }, text: ownRule(key), reason: "Seen last week.", baseVersion: 0, send: "review" });
  await stored("alpha", 2);
  const { huntId, number } = await requestHunt(analyst(), { reason: "Was it done before?", choice: { kind: "texts", textIds: [textId] }, sourceIds: await sourceIds("alpha", "alpha-2"), firstDay: ofDay(2), lastDay: ofDay(4) });
  expect(await world.runJobs([runHuntJob])).toContain("run-hunt");
  const hunt = await readHunt(analyst(), { huntId });
  expect(hunt).toMatchObject({ number, choice: "texts", requestedByName: expect.any(String) as string, state: { status: "finished", rules: 1, doneSegments: 4, matches: 52 }, reading: { segments: 4, read: 4, lines: 1300, unparsedLines: 0 }, byRule: [{ ruleKey: key, matches: 52, raised: 0 }], unread: [], sources: ["alpha", "alpha-2"] });
  expect(await world.inTenant((tx) => tx.alert.count())).toBe(0);
  const { rows } = await listHuntMatches(analyst(), { huntId, pageSize: 200 });
  expect(rows.length).toBe(52);
  const match = await readHuntMatch(analyst(), { matchId: rows[0]!.id });
  expect(match).toMatchObject({ severity: "high", segment: { sourceName: "alpha" }, rule: { key }, explanation: { tree: { matched: true }, linesTotal: 1 } });
  expect(match.places.length).toBe(1);
  expect(match.rule!.text).toContain(key);
});

test("events outside of the days are counted, and found by no rule", async () => {
  await give(linesOf(9, 100) + linesOf(10, 100), "window");
  const { huntId } = await requestHunt(analyst(), { reason: "One day", choice: { kind: "texts", textIds: [await proposed("hunted-window")] }, sourceIds: await sourceIds("window"), firstDay: ofDay(10), lastDay: ofDay(10) });
  await run(huntId);
  const hunt = await readHunt(analyst(), { huntId });
  expect(hunt).toMatchObject({ reading: { lines: 200 }, state: { matches: 4 } });
});

async function proposed(key: string): Promise<string> {
  return (await saveRuleText(analyst(), { about: { kind: "rule" }, text: ownRule(key), reason: "Seen.", baseVersion: 0, send: "review" })).textId;
}

describe("what was found", () => {
  test("becomes alerts one by one or all, which say by which hunt they were found; what an alert told of before is not raised twice", async () => {
    const [segmentId] = await stored("raised", 12);
    // The first file was read by the rules in force when it came.
    await scanSegment(world.asSystem("scan-segment"), { segmentId: segmentId! }, async () => undefined, { silentAfterMs: 0 });
    const before = await world.inTenant((tx) => tx.alert.findMany({ where: { segmentId: segmentId! } }));
    expect(before.length).toBeGreaterThan(0);
    const { huntId } = await requestHunt(analyst(), { reason: "Again", choice: { kind: "in_force" }, sourceIds: await sourceIds("raised"), firstDay: ofDay(12), lastDay: ofDay(14) });
    await run(huntId);
    const all = (await listHuntMatches(analyst(), { huntId, pageSize: 200 })).rows;
    expect(all.length).toBeGreaterThan(before.length);
    const one = all.find(({ segmentId: of }) => of !== segmentId)!;
    expect(await raiseMatches(analyst(), { huntId, matchIds: [one.id] })).toEqual({ raised: 1, before: 0, left: all.length - 1 });
    const rest = await raiseMatches(analyst(), { huntId });
    expect(rest).toEqual({ raised: all.length - 1 - before.length, before: before.length, left: 0 });
    const alerts = await world.inTenant((tx) => tx.alert.findMany({ where: { huntId } }));
    expect(alerts.length).toBe(all.length - before.length);
    expect(await world.inTenant((tx) => tx.alert.findMany({ where: { segmentId: segmentId!, huntId: null } }))).toEqual(before);
    expect((await listHuntMatches(analyst(), { huntId, raised: true, pageSize: 200 })).rows.every(({ alertNumber }) => alertNumber !== null)).toBe(true);
    expect(await raiseMatches(analyst(), { huntId })).toEqual({ raised: 0, before: 0, left: 0 });
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: huntId } }));
    expect(trail.map(({ action }) => action).sort()).toEqual(["alerts.raised", "alerts.raised", "hunt.ended", "hunt.raised", "hunt.raised", "hunt.requested"]);
    await expect(raiseMatches(analyst(), { huntId, matchIds: [one.id] })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a hunt", () => {
  test("is paused, resumed where it was, and cancelled; what it found is kept", async () => {
    await stored("steered", 16);
    const ask = async () => (await requestHunt(analyst(), { reason: "Steered", choice: { kind: "in_force" }, sourceIds: await sourceIds("steered"), firstDay: ofDay(16), lastDay: ofDay(18) })).huntId;
    const whole = await ask();
    await run(whole);
    const steered = await ask();
    let told = 0;
    await runHunt(system(), { huntId: steered }, async () => {
      told += 1;
      if (told === 5) await pauseHunt(analyst(), { huntId: steered });
    }, quickly);
    const paused = await readHunt(analyst(), { huntId: steered });
    expect(paused.state).toMatchObject({ status: "paused", endedAt: null });
    expect(paused.state.doneSegments).toBeLessThan(3);
    await run(steered);
    expect((await readHunt(analyst(), { huntId: steered })).state.status).toBe("paused");
    await resumeHunt(analyst(), { huntId: steered });
    await run(steered);
    expect((await readHunt(analyst(), { huntId: steered })).state.status).toBe("finished");
    expect(await matchesOf(steered)).toEqual(await matchesOf(whole));
    await expect(cancelHunt(analyst(), { huntId: steered })).rejects.toMatchObject({ reason: "hunt_moved_on" });
    const cancelled = await ask();
    await cancelHunt(analyst(), { huntId: cancelled });
    await run(cancelled);
    expect(await readHunt(analyst(), { huntId: cancelled })).toMatchObject({ state: { status: "cancelled", doneSegments: 0 }, reading: { waiting: 3 } });
  });

  test("names segments that are missing or damaged where they lie, and reads the others", async () => {
    const [first, second, third] = await stored("broken", 20);
    const shaOf = async (id: string) => (await world.inTenant((tx) => tx.logSegment.findUniqueOrThrow({ where: { organizationId_id: { organizationId: world.organizationId, id } } }))).sha256;
    const mishaps = [await damageBlob(world, await shaOf(first!), "removed"), await damageBlob(world, await shaOf(third!), "one bit")];
    const { huntId } = await requestHunt(analyst(), { reason: "Broken", choice: { kind: "in_force" }, sourceIds: await sourceIds("broken"), firstDay: ofDay(20), lastDay: ofDay(22) });
    await run(huntId);
    const hunt = await readHunt(analyst(), { huntId });
    expect(hunt).toMatchObject({ state: { status: "finished" }, reading: { segments: 3, read: 1, missing: 1, damaged: 1 }, unread: [{ segmentId: first, status: "missing", lines: 0 }, { segmentId: third, status: "damaged" }] });
    for (const { mend } of mishaps) await mend();
    expect((await listHuntMatches(analyst(), { huntId, pageSize: 200 })).rows.some(({ segmentId }) => segmentId === second)).toBe(true);
  });

  test("is refused when it could find nothing: no stored log, no rule, days in the wrong order", async () => {
    const empty = await testWorld();
    const someone = empty.as("security_analyst");
    const given = { reason: "None", choice: { kind: "in_force" as const }, sourceIds: [], firstDay: "2020-01-01", lastDay: "2020-01-02" };
    await expect(requestHunt(someone, given)).rejects.toMatchObject({ problems: [{ path: "firstDay" }] });
    await expect(requestHunt(someone, { ...given, lastDay: "2019-12-31" })).rejects.toMatchObject({ problems: [{ path: "lastDay" }] });
    await expect(requestHunt(someone, { ...given, choice: { kind: "rules", ruleKeys: ["no-such-rule"] } })).rejects.toMatchObject({ code: "not_found" });
    const { textId } = await saveRuleText(someone, { about: { kind: "rule" }, text: "title: broken\ndetection: 5\n", reason: "Draft", baseVersion: 0, send: "keep" });
    await expect(requestHunt(someone, { ...given, choice: { kind: "texts", textIds: [textId] } })).rejects.toMatchObject({ problems: [{ path: "choice" }] });
    await expect(requestHunt(empty.as("compliance_manager"), given)).rejects.toMatchObject({ code: "forbidden" });
    await empty.close();
  });
});

test("a worker that is killed again and again loses nothing and finds nothing twice", async () => {
  await stored("killed", 24);
  const ask = async () => (await requestHunt(analyst(), { reason: "Killed", choice: { kind: "in_force" }, sourceIds: await sourceIds("killed", "killed-2"), firstDay: ofDay(24), lastDay: ofDay(26) })).huntId;
  const whole = await ask();
  await run(whole);
  const killed = await ask();
  const { dataDirectory, ...urls } = await testDatabase();
  const environment = childEnvironment({ TICKMARK_DATA: dataDirectory, TICKMARK_LOG_LEVEL: "error", HUNT_DRIVER: JSON.stringify({ urls, organizationId: world.organizationId, huntId: killed }), NODE_COMPILE_CACHE: path.join(dataDirectory, "compiled") });
  const steps: number[] = [];
  for (let life = 0; life < 3; life += 1) {
    const child = fork(new URL("../testing/hunt-driver.ts", import.meta.url), { env: environment, stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: [] });
    let said = "";
    let failed = "";
    child.stderr?.on("data", (part: Buffer) => (failed += part.toString()));
    const closed = once(child, "close");
    const enough = new Promise<void>((resolve) => child.stdout?.on("data", (part: Buffer) => {
      said += part.toString();
      if (said.split("told").length > 2 + life) resolve();
    }));
    await Promise.race([enough, closed]);
    child.kill("SIGKILL");
    const [, signal] = (await closed) as [number | null, string | null];
    expect(signal, `${failed}${said}`).toBe("SIGKILL");
    steps.push((await readHunt(analyst(), { huntId: killed })).state.step);
  }
  expect(steps.at(-1)).toBeGreaterThan(steps[0]!);
  expect((await readHunt(analyst(), { huntId: killed })).state.status).toBe("running");
  world.clock.set(systemClock.now());
  await run(killed);
  const [end, straight] = [await readHunt(analyst(), { huntId: killed }), await readHunt(analyst(), { huntId: whole })];
  expect(end.state.status).toBe("finished");
  expect(end.reading).toEqual(straight.reading);
  expect(await matchesOf(killed)).toEqual(await matchesOf(whole));
  expect((await matchesOf(killed)).length).toBeGreaterThan(40);
}, 120_000);
