import { afterAll, beforeAll, expect, test } from "vitest";
import { testWorld, type World } from "#lib/testing/world.ts";
import { Role } from "#prisma/generated/enums.ts";
import { firstScreen, readNavigation } from "./index.ts";

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

const paths = async (role: Role) => (await readNavigation(world.as(role), {})).flatMap((group) => group.entries.map((entry) => entry.path));

test("everybody is led to what their role may open, and to nothing else", async () => {
  expect(await paths("employee")).toEqual(["my-work"]);
  expect(await paths("control_owner")).toEqual(["my-work", "overview", "controls", "frameworks", "evidence", "people"]);
  expect(await paths("security_analyst")).not.toContain("packets");
  expect(await paths("admin")).toContain("audit-trail");
  await expect(readNavigation(world.as("auditor"), {})).rejects.toMatchObject({ code: "forbidden" });
});

test("the first screen of every role is one that it may open", async () => {
  for (const role of Object.values(Role)) if (role !== "auditor") expect(await paths(role)).toContain(firstScreen(role));
});

test("the counts are the organization's own open work", async () => {
  const { organizationId } = world;
  const at = world.clock.now();
  await world.inTenant(async (tx) => {
    for (const [id, number, status] of [["inc_1", 1, "open"], ["inc_2", 2, "closed"], ["inc_3", 3, "contained"]] as const) {
      await tx.incident.create({ data: { organizationId, id, number, title: id, declaredAt: at, declaredBy: "x", firstEventAt: at, alertedAt: at } });
      await tx.incidentState.create({ data: { organizationId, incidentId: id, status, severity: "low", updatedAt: at } });
    }
  });
  const countOf = async (of: World) => (await readNavigation(of.as("admin"), {})).flatMap((group) => group.entries).find((entry) => entry.path === "incidents")?.count;
  expect([await countOf(world), await countOf(other)]).toEqual([2, 0]);
});
