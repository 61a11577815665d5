import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey, listKeys, revokeKey } from "#lib/api-keys/index.ts";
import { notificationWords } from "#lib/notifications/client.ts";
import { gatherMail } from "#lib/notifications/index.ts";
import { freshProof } from "#lib/testing/fresh-proof.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { runDueReminders } from "./index.ts";

const DAY_MS = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await testWorld({ timeZone: "Europe/Berlin" });
});
afterAll(() => world.close());

const make = async (days: number) => (await createKey(world.as("admin"), { name: "Nightly restore report", scopes: ["evidence.submit"], days, ...(await freshProof(world)) })).id;
const look = async () => {
  await runDueReminders(world.asSystem("reminders"));
  await runDueReminders(world.asSystem("reminders"));
};
const told = (subjectId: string) => world.inTenant((tx) => tx.notification.findMany({ where: { subjectId }, select: { kind: true, cause: true, memberId: true, settledAt: true, facts: true }, orderBy: { createdAt: "asc" } }));

test("administrators, and nobody else, are told 14, 3 and 0 days before a key ends, each once", async () => {
  const id = await make(20);
  const days: string[] = [];
  for (let day = 0; day <= 21; day += 1) {
    const before = (await told(id)).length;
    await look();
    if ((await told(id)).length > before) days.push(`${20 - day}`);
    world.clock.advance(DAY_MS);
  }
  expect(days).toEqual(["14", "3", "0"]);
  const rows = await told(id);
  expect(new Set(rows.map(({ memberId }) => memberId))).toEqual(new Set([world.members.admin.memberId]));
  expect(rows.map(({ cause }) => cause)).toEqual([14, 3, 0].map((left) => `api_key_ending:${id}:${left}`));
  expect(notificationWords("api_key_ending", { title: "Nightly restore report", day: "2026-10-04" }, "Europe/Berlin").sentence).toBe("An API key ends on 4 Oct 2026");
});

test("a key that ends is mailed of to whoever wants mails at once", async () => {
  const id = await make(3);
  await look();
  await gatherMail(world.asSystem("mail"), { memberId: world.members.admin.memberId });
  expect(await world.inTenant((tx) => tx.notificationMail.count({ where: { memberId: world.members.admin.memberId } }))).toBeGreaterThan(0);
  expect((await told(id)).map(({ kind }) => kind)).toEqual(["api_key_ending"]);
});

test("nothing is owed any more of a key that was revoked", async () => {
  const id = await make(2);
  await look();
  await revokeKey(world.as("admin"), { keyId: id, reason: "Replaced." });
  expect((await told(id)).every(({ settledAt }) => settledAt !== null)).toBe(true);
  expect((await listKeys(world.as("admin"), {})).find((key) => key.id === id)?.standing).toBe("revoked");
});
