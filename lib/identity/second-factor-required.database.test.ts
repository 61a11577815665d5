import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listMyPlaces, readNavigation } from "#lib/navigation/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { listPeople } from "#lib/people/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { findVerbs } from "#lib/testing/discover.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { Role } from "#prisma/generated/enums.ts";

let world: World;
let other: World;
beforeAll(async () => {
  world = await testWorld({ timeZone: "Pacific/Auckland" });
  other = await testWorld();
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const demand = (value: string) => changeSetting(world.asSystem(), { name: "second_factor_required_from", value });
const owes = async (role: Role): Promise<string | null> => {
  const { actor } = await world.enter(role);
  return actor.kind === "member" ? actor.owes : "no member";
};
const haveApp = (role: Role, confirmedAt: Date | null) =>
  world.runtime.database.totpFactor.create({ data: { userId: world.members[role].userId, wrappedSecret: new Uint8Array([1]), createdAt: world.clock.now(), confirmedAt, lastStep: 0 } });

beforeEach(async () => {
  world.clock.advance(1000);
  await world.runtime.database.totpFactor.deleteMany();
});

describe("an organization that demands a second factor", () => {
  test("demands it from the start of the day in its own time zone, of everybody without a confirmed one, and of nobody elsewhere", async () => {
    world.clock.set("2026-10-09T10:59:59.000Z");
    await demand("2026-10-10");
    expect(await owes("employee")).toBeNull();
    world.clock.set("2026-10-09T11:00:00.000Z");
    for (const role of Object.values(Role)) expect([role, await owes(role)]).toEqual([role, "second_factor"]);
    await haveApp("employee", null);
    await haveApp("admin", world.clock.now());
    expect([await owes("employee"), await owes("admin")]).toEqual(["second_factor", null]);
    expect((await other.enter("employee")).actor).toMatchObject({ owes: null });
    world.clock.advance(1000);
    await demand("never");
    expect(await owes("employee")).toBeNull();
  });

  test("refuses every verb to who has none, before the input is looked at, but what it is called, where one begins, and that it ends", async () => {
    await demand("2026-01-01");
    const untouchable = new Proxy({}, { get: (_target, name) => { throw new Error(`the input was looked at: ${String(name)}`); } });
    const open: string[] = [];
    for (const { verb } of await findVerbs()) {
      for (const role of Object.values(Role)) {
        // Without an engagement an auditor may not even read what an organization is called.
        if (role === "auditor" && verb.definition.permission === "organization.read") continue;
        const context = await world.enter(role);
        try {
          await verb(context, (verb.definition.permission === "organization.read" ? {} : untouchable) as never);
          open.push(verb.definition.name);
        } catch (error) {
          expect([verb.definition.name, (error as { reason?: string }).reason]).toEqual([verb.definition.name, "second_factor_required"]);
        }
      }
    }
    expect([...new Set(open)]).toEqual(["leaving.read_deletion_day", "navigation.read_first_screen", "organizations.read"]);
  });

  test("still stands among a person's places, so that they learn where to set one up, and opens when they have", async () => {
    await demand("2026-01-01");
    const { memberId, userId } = world.members.control_owner;
    const visitor = { memberships: [{ organizationId: world.organizationId, memberId, signedInBy: "own" as const }], requestId: "r", clock: world.clock };
    expect(await listMyPlaces(visitor)).toHaveLength(1);
    expect((await readOrganization(await world.enter("control_owner"), {})).id).toBe(world.organizationId);
    await expect(readNavigation(await world.enter("control_owner"), {})).rejects.toMatchObject({ code: "forbidden" });
    await world.runtime.database.totpFactor.create({ data: { userId, wrappedSecret: new Uint8Array([1]), createdAt: world.clock.now(), confirmedAt: world.clock.now(), lastStep: 0 } });
    await expect(readNavigation(await world.enter("control_owner"), {})).resolves.toBeDefined();
  });

  test("sees in its list of people who has one", async () => {
    await haveApp("admin", world.clock.now());
    await haveApp("employee", null);
    const { rows } = await listPeople(world.as("admin"), {});
    expect(rows.filter(({ secondFactor }) => secondFactor).map(({ role }) => role)).toEqual(["admin"]);
  });
});
