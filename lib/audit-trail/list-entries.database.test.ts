import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#lib/platform/ids.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listEntries, recordEntry } from "./index.ts";

let world: World;
let other: World;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  for (let hour = 0; hour < 10; hour += 1) {
    world.clock.advance(3_600_000);
    const context = hour % 2 === 0 ? world.as("admin") : world.asSystem("nightly");
    await world.inTenant((tx) => recordEntry(tx, context, { action: "thing.done", subjectKind: "thing", subjectId: `thg_${hour}`, changes: { hour } }));
  }
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const things = (rows: { subjectId: string }[]) => rows.map((row) => row.subjectId);

test("the trail is read newest first, page by page, without a gap", async () => {
  const first = await listEntries(world.as("compliance_manager"), { subjectKind: "thing", size: 6 });
  const second = await listEntries(world.as("compliance_manager"), { subjectKind: "thing", size: 6, cursor: first.nextCursor ?? "" });
  expect([...things(first.rows), ...things(second.rows)]).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((hour) => `thg_${hour}`));
  expect(second.nextCursor).toBeNull();
  expect(first.rows[0]).toMatchObject({ actorKind: "system", actorName: "nightly", changes: { hour: 9 } });
});

test("it is filtered by subject, by person and by a half-open time", async () => {
  const context = world.as("admin");
  expect(things((await listEntries(context, { subjectKind: "thing", subjectId: "thg_3" })).rows)).toEqual(["thg_3"]);
  expect(things((await listEntries(context, { actorId: "system:nightly" })).rows)).toEqual(["thg_9", "thg_7", "thg_5", "thg_3", "thg_1"]);
  const [third] = (await listEntries(context, { subjectId: "thg_3" })).rows;
  const [fifth] = (await listEntries(context, { subjectId: "thg_5" })).rows;
  const between = await listEntries(context, { subjectKind: "thing", from: third?.at, until: fifth?.at });
  expect(things(between.rows)).toEqual(["thg_4", "thg_3"]);
});

test("another organization's entries are not in it, and only compliance and administrators read it", async () => {
  const rows = (await listEntries(other.as("admin"), { size: 200 })).rows;
  expect(things(rows)).not.toContain("thg_1");
  for (const role of ["security_analyst", "control_owner", "employee", "auditor"] as const) {
    await expect(listEntries(world.as(role), {})).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("a cursor that was made up is refused with a reason", async () => {
  await expect(listEntries(world.as("admin"), { cursor: newId("x", 0) })).rejects.toMatchObject({ code: "validation", reason: "cursor_invalid" });
});
