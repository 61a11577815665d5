import { afterAll, beforeAll, expect, test } from "vitest";
import { testWorld, type World } from "#lib/testing/world.ts";
import { failScan } from "./fail-scan.ts";
import { listSegments } from "./list-segments.ts";
import { readSegment } from "./read-segment.ts";
import { receiveSegment } from "./receive-segment.ts";
import { recordSegment } from "./record-segment.ts";
import { scanAgain } from "./scan-again.ts";

let world: World;
let other: World;

beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
});
afterAll(async () => {
  await world.close();
  await other.close();
});

async function give(text: string, sourceName: string) {
  world.clock.advance(1000);
  const context = world.as("security_analyst");
  async function* body() {
    yield Buffer.from(text);
  }
  return recordSegment(context, { sourceName, fileName: "auth.log", ...(await receiveSegment(context, { body: body() })) });
}

test("segments are found by source and state, page by page, the newest first, and by nobody else", async () => {
  const given = [];
  for (const number of [1, 2, 3, 4, 5]) given.push(await give(`line ${number}\n`, number === 5 ? "db1" : "web1"));
  const [first, second, third, fourth, fifth] = given.map((one) => one.segmentId);
  await failScan(world.asSystem("scan-segment"), { segmentId: second!, reason: "the disk broke" });
  const analyst = world.as("security_analyst");
  const ids = async (input: Parameters<typeof listSegments>[1]) => (await listSegments(analyst, input)).rows.map((row) => row.id);

  expect(await ids({})).toEqual([fifth, fourth, third, second, first]);
  expect(await ids({ sourceId: given[4]!.sourceId })).toEqual([fifth]);
  expect(await ids({ status: "failed" })).toEqual([second]);
  expect(await ids({ status: "queued", sourceId: given[0]!.sourceId })).toEqual([fourth, third, first]);

  const page = await listSegments(analyst, { pageSize: 2 });
  const rest = await listSegments(analyst, { pageSize: 10, cursor: page.nextCursor! });
  expect([...page.rows, ...rest.rows].map((row) => row.id)).toEqual([fifth, fourth, third, second, first]);
  expect((await listSegments(other.as("security_analyst"), {})).rows).toEqual([]);
  await expect(readSegment(other.as("security_analyst"), { segmentId: first! })).rejects.toMatchObject({ code: "not_found" });
});

test("a failed reading says why, and can be asked for again once", async () => {
  const { segmentId } = await give("another line\n", "mail1");
  const analyst = world.as("security_analyst");
  await failScan(world.asSystem("scan-segment"), { segmentId, reason: "the disk broke" });
  expect(await readSegment(analyst, { segmentId })).toMatchObject({ status: "failed", error: "the disk broke", share: 0 });
  await scanAgain(analyst, { segmentId });
  await scanAgain(analyst, { segmentId });
  expect(await readSegment(analyst, { segmentId })).toMatchObject({ status: "queued", error: null });
});
