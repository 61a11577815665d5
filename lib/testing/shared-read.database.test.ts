import { afterAll, beforeAll, expect, test } from "vitest";
import { changeOrganization, readOrganization } from "#lib/organizations/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { onceInRead, withSharedRead } from "#lib/platform/shared-read.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { testWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
}, 120_000);
afterAll(async () => {
  await world.close();
});

const nextTurn = () => new Promise((resolve) => { setTimeout(resolve, 5); });
const rename = (name: string) => changeOrganization(world.as("admin"), { name, timeZone: "UTC" });
const nameIn = async (tx: TenantTransaction) => (await tx.organization.findFirstOrThrow({ where: { id: world.organizationId } })).name;

test("reads of one context see one moment, and those after a pause the next", async () => {
  await rename("Before");
  const reader = world.as("admin");
  const names = await withSharedRead(world.runtime.database, reader, async (tx) => {
    const first = await nameIn(tx);
    await rename("After");
    return [first, (await readOrganization(reader, {})).name, (await readOrganization(world.as("admin"), {})).name];
  });
  expect(names).toEqual(["Before", "Before", "After"]);
  await nextTurn();
  expect((await readOrganization(reader, {})).name).toBe("After");
});

test("what is needed again is read once in a shared read, anew in the next, and each time where something may change", async () => {
  let asked = 0;
  const ask = (tx: TenantTransaction) => onceInRead(tx, "a question", () => { asked += 1; return nameIn(tx); });
  const reader = world.as("admin");
  await withSharedRead(world.runtime.database, reader, async (tx) => { await ask(tx); await ask(tx); });
  expect(asked).toBe(1);
  await nextTurn();
  await withSharedRead(world.runtime.database, reader, ask);
  expect(asked).toBe(2);
  await world.inTenant(async (tx) => { await ask(tx); await ask(tx); });
  expect(asked).toBe(4);
});

test("a refusal leaves the others reading; a failure of the database gives whoever comes next a read of their own", async () => {
  const reader = world.as("admin");
  const [refused, read] = await Promise.allSettled([
    withSharedRead(world.runtime.database, reader, () => Promise.reject(new AppError("not_found", "thing_not_found", "There is no such thing."))),
    withSharedRead(world.runtime.database, reader, async (tx) => { await nextTurn(); return nameIn(tx); }),
  ]);
  expect([refused.status, read.status]).toEqual(["rejected", "fulfilled"]);
  await expect(withSharedRead(world.runtime.database, reader, (tx) => tx.$queryRaw`SELECT 1 / 0`)).rejects.toThrow();
  expect((await readOrganization(reader, {})).name).toBe("After");
});
