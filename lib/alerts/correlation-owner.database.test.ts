import { afterAll, beforeAll, expect, test } from "vitest";
import { claimScan, failScan, receiveSegment, recordSegment, scanAgain } from "#lib/logs/index.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { scanSegment } from "./scan-segment.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

/** Refused passwords from one address, a second apart; five within ten minutes are a brute force. */
const refused = (from: number, count: number, address: string): string =>
  Array.from({ length: count }, (_, at) => `2026-08-03T10:00:${String(from + at).padStart(2, "0")}Z web1 sshd[7]: Failed password for root from ${address} port 4000 ssh2\n`).join("");

async function give(source: string, text: string): Promise<string> {
  const context = world.as("security_analyst");
  const received = await receiveSegment(context, { body: (async function* () { yield Buffer.from(text); })() });
  world.clock.advance(1000);
  return (await recordSegment(context, { sourceName: source, fileName: "auth.log", ...received })).segmentId;
}

const read = (segmentId: string, silentAfterMs = 0) => scanSegment(world.asSystem("scan-segment"), { segmentId }, async () => undefined, { silentAfterMs, batchLines: 1 });

const bruteForces = async (segmentIds: readonly string[]) => {
  const alerts = await world.inTenant((tx) => tx.alert.findMany({ where: { segmentId: { in: [...segmentIds] }, title: "SSH brute force from one source" }, include: { state: true } }));
  return alerts.map(({ entity, state }) => [entity, state?.eventCount]);
};

/** Two segments of a source of which the first failed, and is in line again while the second is next. */
async function disordered(source: string, address: string): Promise<[string, string]> {
  const first = await give(source, refused(0, 3, address));
  const second = await give(source, refused(10, 3, address));
  await failScan(world.asSystem("scan-segment"), { segmentId: first, reason: "A disk was full." });
  return [first, second];
}

test("two workers that read two segments of a source at once: neither's occurrences are lost, and the burst of both is told once", async () => {
  const [first, second] = await disordered("owner-both", "192.0.2.51");
  const stateHash = "rules";
  const claimed = await claimScan(world.asSystem("scan-segment"), { segmentId: second, stateHash, silentAfterMs: 0 });
  expect(claimed.kind).toBe("claimed");
  await scanAgain(world.as("security_analyst"), { segmentId: first });
  // The second one's reader is alive: who comes for the first waits.
  expect((await claimScan(world.asSystem("scan-segment"), { segmentId: first, stateHash, silentAfterMs: 60_000 })).kind).toBe("busy");
  // Their leases end at once: both read, from the same state, and only one of them may put its own in its place.
  await Promise.all([read(first), read(second)]);
  for (const segmentId of [first, second]) await read(segmentId);
  expect(await bruteForces([first, second])).toEqual([["192.0.2.51", 6]]);
});

test("a reader whose source went on without it commits nothing, and reads again from what was left", async () => {
  const [first, second] = await disordered("owner-stale", "192.0.2.52");
  // It stops in the middle of the second, as a process that is held up does.
  let stop: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (stop = resolve));
  let commits = 0;
  const slow = scanSegment(world.asSystem("scan-segment"), { segmentId: second }, async () => { if (++commits === 3) await held; }, { silentAfterMs: 0, batchLines: 1 });
  // Not before it is at it: else it would wait for the first.
  while (commits < 3) await new Promise((resolve) => setTimeout(resolve, 10));
  await scanAgain(world.as("security_analyst"), { segmentId: first });
  await read(first);
  stop?.();
  await slow;
  expect(await bruteForces([first, second])).toEqual([["192.0.2.52", 6]]);
  const scans = await world.inTenant((tx) => tx.logSegmentScan.findMany({ where: { segmentId: { in: [first, second] } } }));
  expect(scans.map(({ status, lines }) => [status, Number(lines)])).toEqual([["finished", 3], ["finished", 3]]);
});

test("a worker that died in a later segment does not keep the one before it from being read, nor is its own forgotten", async () => {
  const [first, second] = await disordered("owner-dead", "192.0.2.53");
  await claimScan(world.asSystem("scan-segment"), { segmentId: second, stateHash: "rules", silentAfterMs: 0 });
  await scanAgain(world.as("security_analyst"), { segmentId: first });
  world.clock.advance(60_000);
  expect(await read(second, 15_000)).toEqual({ kind: "waits", earlierSegmentId: first });
  const { status } = await world.inTenant((tx) => tx.logSegmentScan.findUniqueOrThrow({ where: { organizationId_segmentId: { organizationId: world.organizationId, segmentId: second } } }));
  expect(status).toBe("queued");
  await read(first);
  await read(second);
  expect(await bruteForces([first, second])).toEqual([["192.0.2.53", 6]]);
});
