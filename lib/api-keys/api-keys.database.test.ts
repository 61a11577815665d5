import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freshProof } from "#lib/testing/fresh-proof.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { admitKey, API_KEY_LIMITS, createKey, listKeys, revokeKey } from "./index.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
let world: World;
let other: World;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
});
beforeEach(() => world.clock.advance(400 * DAY_MS));
afterAll(async () => {
  await other.close();
  await world.close();
});

const wanted = async (changed: object = {}, of = world) => ({ name: "Pipeline", scopes: ["controls.read" as const], days: 90, ...(await freshProof(of)), ...changed });
const make = async (changed: object = {}, of = world) => createKey(of.as("admin"), await wanted(changed, of));
const shown = async (id: string) => (await listKeys(world.as("admin"), {})).find((key) => key.id === id);
const use = (token: string, address = "192.0.2.1") => admitKey({ token, address, agent: "curl/8.5.0", requestId: "req_test" });

test("a key lasts a year at most, may something, and is made by an administrator who proves to be there", async () => {
  expect(await reasonOf(make({ days: 366 }))).toBe("input_invalid");
  expect(await reasonOf(make({ scopes: [] }))).toBe("input_invalid");
  expect(await reasonOf(make({ scopes: ["people.manage"] }))).toBe("input_invalid");
  expect(await reasonOf(make({ proof: "not the password of anybody" }))).toBe("proof_refused");
  expect(await reasonOf(createKey(world.as("compliance_manager"), await wanted()))).toBe("role_lacks_permission");
  expect(await reasonOf(make({ days: 365 }))).toBe("done");
});

test("a key shows its maker, and when, from where and by what it was last used", async () => {
  const { id, token } = await make();
  expect(await shown(id)).toMatchObject({ createdByName: "Ada Admin", hint: token.slice(-4), lastUsedAt: null, standing: "good" });
  await use(token);
  const first = world.clock.now();
  world.clock.advance(MINUTE_MS);
  await use(token);
  expect(await shown(id)).toMatchObject({ lastUsedAt: first, lastUsedAddress: "192.0.2.1", lastUsedAgent: "curl/8.5.0" });
  await use(token, "192.0.2.77");
  expect(await shown(id)).toMatchObject({ lastUsedAt: world.clock.now(), lastUsedAddress: "192.0.2.77" });
});

test("a revoked key is refused on its next request, says who did it and why, and is revoked once", async () => {
  const { id, token } = await make();
  await use(token);
  const revoke = (reason: string) => revokeKey(world.as("admin"), { keyId: id, reason });
  expect(await reasonOf(revoke("  "))).toBe("input_invalid");
  await Promise.all([revoke("Left in a log."), revoke("Left in a log.")]);
  expect(await reasonOf(use(token))).toBe("key_revoked");
  expect(await shown(id)).toMatchObject({ standing: "revoked", revokedByName: "Ada Admin", revokedReason: "Left in a log." });
  const entries = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: id, action: "api_key.revoked" }, select: { changes: true } }));
  expect(entries).toEqual([{ changes: { name: "Pipeline", reason: "Left in a log." } }]);
});

test("a key of another organization is neither listed nor revoked", async () => {
  const { id, token } = await make({}, other);
  expect(await shown(id)).toBeUndefined();
  expect(await reasonOf(revokeKey(world.as("admin"), { keyId: id, reason: "Not mine." }))).toBe("key_not_found");
  expect((await use(token)).organizationId).toBe(other.organizationId);
});

test("a key of a disabled account works no more", async () => {
  const { id, token } = await make();
  const { userId } = world.members.admin;
  const disable = (disabledAt: Date | null) => world.runtime.database.userAccount.update({ where: { id: userId }, data: { disabledAt } });
  await disable(world.clock.now());
  expect(await reasonOf(use(token))).toBe("key_stopped");
  expect((await shown(id))?.standing).toBe("stopped");
  await disable(null);
});

test("no organization has more living keys than its limit, also when two are made at once", async () => {
  for (let count = 1; count < API_KEY_LIMITS.living; count += 1) await make();
  const outcomes = await Promise.all([reasonOf(make()), reasonOf(make())]);
  expect(outcomes.sort()).toEqual(["done", "too_many_keys"]);
  world.clock.advance(90 * DAY_MS);
  expect(await reasonOf(make())).toBe("done");
}, 60_000);
