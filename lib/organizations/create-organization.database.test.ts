import { afterAll, beforeAll, expect, test } from "vitest";
import { createUser } from "#lib/identity/index.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { createOrganization, readOrganization, slugInput } from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

async function newcomer(email: string) {
  return { userId: await createUser(world.runtime.database, { email, name: "Founder", passwordHash: "none" }, world.clock.now()), name: "Founder", email };
}

test("an organization comes with its key, its address, one administrator and a first row in its trail, or not at all", async () => {
  const admin = await newcomer("founder@example.com");
  const made = await createOrganization({ name: "Fernhall", slug: "fernhall", timeZone: "Europe/Dublin", admin }, world.clock);
  const context = { ...world.asSystem(), organizationId: made.organizationId };
  expect(await readOrganization(context, {})).toMatchObject({ name: "Fernhall", slug: "fernhall", timeZone: "Europe/Dublin", demo: false });
  const [organizations, keys] = [await world.runtime.database.organization.count(), await world.inTenant((tx) => tx.organizationKey.count())];
  // Without a tenant nothing is seen; with one, only its own.
  expect([organizations, keys]).toEqual([0, 1]);
  const second = await newcomer("second@example.com");
  await expect(createOrganization({ name: "Other", slug: "fernhall", timeZone: "UTC", admin: second }, world.clock)).rejects.toMatchObject({ reason: "slug_taken" });
  const memberships = await world.runtime.database.$queryRaw<unknown[]>`SELECT * FROM directory_memberships(${second.userId})`;
  expect(memberships).toEqual([]);
});

test("an address cannot stand in the way of Tickmark's own paths, nor be written in two ways", () => {
  for (const bad of ["api", "auditor", "sign-in", "UPPER", "a", "-x", "x-", "a--b", "a/b", "1st", "é"]) expect(slugInput.safeParse(bad).success, bad).toBe(false);
  for (const good of ["fernhall", "acme-2", "ab"]) expect(slugInput.safeParse(good).success, good).toBe(true);
});
