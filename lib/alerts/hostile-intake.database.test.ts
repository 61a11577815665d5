import { afterAll, beforeAll, expect, test } from "vitest";
import { SCAN_NOTES } from "#lib/logs/client.ts";
import { readSegment, receiveSegment, recordSegment, type SegmentView } from "#lib/logs/index.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { scanSegment } from "./scan-segment.ts";

let world: World;
let sources = 0;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const MIB = 1_048_576;
const LINE_MIB = 100;
/** Bytes outside of the heap, garbage among them: the engine lets 64 MiB of it gather. Less than the line, so it was never held as a whole. */
const BUFFERS_MAX = 96 * MIB;
/** What is kept of all rules' counts at the end of a segment, packed. */
const SNAPSHOT_MAX = 8 * MIB;

const failed = (second: number, address: string): string => `Mar  3 10:${String(Math.floor(second / 60) % 60).padStart(2, "0")}:${String(second % 60).padStart(2, "0")} web1 sshd[7]: Failed password for root from ${address} port 4000 ssh2\n`;
const bruteForce = (minute: number, address: string): string => Array.from({ length: 20 }, (_, at) => failed(minute * 60 + at, address)).join("");

/** Receives and reads what is sent piece by piece, as an import does; `buffers` is the most that was held outside of the heap, beyond what was before. */
async function read(body: () => Iterable<string | Uint8Array>): Promise<{ segment: SegmentView; buffers: number; alerts: { title: string; entity: string | null }[] }> {
  const analyst = world.as("security_analyst");
  const held = (): number => process.memoryUsage().arrayBuffers;
  const before = held();
  let buffers = 0;
  const sampler = setInterval(() => (buffers = Math.max(buffers, held() - before)), 2);
  const received = await receiveSegment(analyst, { body: (async function* () { for (const part of body()) yield Buffer.from(part); })() });
  sources += 1;
  const { segmentId } = await recordSegment(analyst, { sourceName: `hostile-${sources}`, fileName: "auth.log", ...received });
  await scanSegment(world.asSystem("scan-segment"), { segmentId }, async () => undefined, { silentAfterMs: 0 });
  clearInterval(sampler);
  const alerts = await world.inTenant((tx) => tx.alert.findMany({ where: { segmentId }, select: { title: true, entity: true }, orderBy: { number: "asc" } }));
  return { segment: await readSegment(analyst, { segmentId }), buffers, alerts };
}

/** One line of so many MiB, whose parts are made as they are asked for. */
function* longLine(head: string, filler: string, tail: string): Generator<string> {
  yield head;
  const part = filler.repeat(MIB / filler.length / 16);
  for (let at = 0; at < LINE_MIB * 16; at += 1) yield part;
  yield tail;
}

test.each([
  ["of text", `Mar  3 10:00:30 web1 sshd[7]: Failed password for `, "a", " from 192.0.2.1 port 1 ssh2\n"],
  ["of JSON, without an end", `{"eventSource":"iam.amazonaws.com","eventName":"`, "b", ""],
])("a line of 100 MiB %s is cut, counted and told; what stands before and behind it raises what it raises", async (_name, head, filler, tail) => {
  const { segment, buffers, alerts } = await read(function* () {
    yield bruteForce(0, "203.0.113.7");
    yield* longLine(head, filler, tail);
    if (tail !== "") yield bruteForce(1, "203.0.113.8");
  });
  expect(segment).toMatchObject({ status: "finished", lines: tail === "" ? 21 : 41, truncatedLines: 1 });
  expect(segment.scannedBytes).toBeGreaterThan(LINE_MIB * MIB);
  expect(alerts.filter(({ title }) => title === "SSH brute force from one source").map(({ entity }) => entity)).toEqual(tail === "" ? ["203.0.113.7"] : ["203.0.113.7", "203.0.113.8"]);
  expect(buffers).toBeLessThan(BUFFERS_MAX);
});

test("a new address in every line takes no more than a rule keeps, is told on the segment, and hides no brute force", async () => {
  const lines = 45_000;
  const { segment, alerts } = await read(function* () {
    for (let at = 0; at < lines; at += 1_000) yield Array.from({ length: 1_000 }, (_, more) => failed(Math.floor((at + more) / 50), `2001:db8::${(at + more).toString(16)}`)).join("");
    yield bruteForce(16, "203.0.113.9");
  });
  expect(segment).toMatchObject({ status: "finished", lines: lines + 20, unparsedLines: 0 });
  expect(segment.notes).toContain("groups_evicted");
  expect(SCAN_NOTES.groups_evicted.partial).toBe(true);
  expect(alerts.filter(({ title }) => title === "SSH brute force from one source").map(({ entity }) => entity)).toEqual(["203.0.113.9"]);
  const [kept] = await world.inTenant((tx) => tx.correlationState.findMany({ where: { organizationId: world.organizationId, sourceId: segment.sourceId } }));
  expect(JSON.stringify(kept?.snapshot ?? null).length).toBeLessThan(SNAPSHOT_MAX);
  expect(kept).toBeDefined();
});
