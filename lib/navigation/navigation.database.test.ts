import { afterAll, beforeAll, expect, test } from "vitest";
import { testWorld, type World } from "#lib/testing/world.ts";
import { Role } from "#prisma/generated/enums.ts";
import { settleStep } from "#lib/first-week/index.ts";
import { listMyPlaces, readFirstScreen, readNavigation } from "./index.ts";

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
  expect(await paths("control_owner")).toEqual(["my-work", "overview", "controls", "frameworks", "occurrences", "evidence", "findings", "checks", "standards", "people"]);
  expect(await paths("security_analyst")).not.toContain("packets");
  expect(await paths("admin")).toContain("audit-trail");
  await expect(readNavigation(world.as("auditor"), {})).rejects.toMatchObject({ code: "forbidden" });
});

test("the first screen of every role is one that it may open", async () => {
  for (const role of Object.values(Role)) if (role !== "auditor") expect(await paths(role)).toContain(await readFirstScreen(world.as(role), {}));
});

test("an administrator begins in the first week until it is finished or put aside", async () => {
  expect([await readFirstScreen(other.as("admin"), {}), await readFirstScreen(other.as("compliance_manager"), {})]).toEqual(["first-week", "overview"]);
  await settleStep(other.as("admin"), { step: "whole", state: "put_off" });
  expect(await readFirstScreen(other.as("admin"), {})).toBe("overview");
  expect((await readNavigation(other.as("admin"), {})).flatMap((group) => group.entries.map((entry) => entry.path))).not.toContain("first-week");
  await settleStep(other.as("admin"), { step: "whole", state: "open" });
  expect(await readFirstScreen(other.as("admin"), {})).toBe("first-week");
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

test("one begins in every organization one belongs to, an auditor in an open engagement, and nobody in one they left", async () => {
  const { clock } = world;
  const membership = (of: World, role: Role) => ({ organizationId: of.organizationId, memberId: of.members[role].memberId, signedInBy: "own" as const });
  const placesOf = async (...memberships: ReturnType<typeof membership>[]) => (await listMyPlaces({ memberships, requestId: "req_test", clock })).map((place) => place.href);
  expect((await placesOf(membership(world, "admin"), membership(other, "employee"))).sort()).toEqual([`/${other.slug}/my-work`, `/${world.slug}/first-week`].sort());
  expect(await placesOf(membership(world, "auditor"))).toEqual([]);
  await world.inTenant(async (tx) => {
    const { organizationId } = world;
    await tx.engagement.create({
      data: { organizationId, id: "eng_open", name: "E", type: "type_2", frameworkKey: "soc2-tsc-2017", firstDay: "2026-01-01", lastDay: "2026-12-31", timeZone: "UTC", auditFirm: "F", createdAt: clock.now(), accessUntil: new Date(clock.now().getTime() + 1000) },
    });
    await tx.engagementAuditor.create({ data: { organizationId, engagementId: "eng_open", memberId: world.members.auditor.memberId } });
  });
  expect(await placesOf(membership(world, "auditor"))).toEqual(["/auditor/eng_open"]);
  const { memberId } = world.members.control_owner;
  await world.inTenant((tx) => tx.member.update({ where: { organizationId_id: { organizationId: world.organizationId, id: memberId } }, data: { removedAt: clock.now() } }));
  expect(await placesOf(membership(world, "control_owner"))).toEqual([]);
});
