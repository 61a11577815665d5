import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { readOrganization } from "#lib/organizations/index.ts";
import { verifyPassword } from "#lib/platform/crypto.ts";
import { defineJob } from "#lib/platform/job.ts";
import { Role } from "#prisma/generated/enums.ts";
import { testWorld, WORLD_PASSWORD, type World } from "./world.ts";

let world: World;
let other: World;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld({ timeZone: "America/New_York" });
});
afterAll(async () => {
  await world.close();
  await other.close();
});

test("two worlds stand in one database and see only themselves", async () => {
  expect((await readOrganization(world.as("employee"), {})).slug).toBe(world.slug);
  expect((await readOrganization(other.as("employee"), {})).timeZone).toBe("America/New_York");
  expect(await world.inTenant((tx) => tx.member.count())).toBe(Object.values(Role).length);
});

test("a member's context read back from the database is the one that was handed out", async () => {
  const { actor } = await world.enter("security_analyst");
  expect(actor).toEqual(world.as("security_analyst").actor);
});

test("members can sign in with the world's password", async () => {
  const user = await world.runtime.database.userAccount.findUniqueOrThrow({ where: { id: world.members.admin.userId } });
  expect(await verifyPassword(WORLD_PASSWORD, user.passwordHash)).toBe(true);
});

test("the queue takes a job in the caller's transaction, and not when it rolls back", async () => {
  const { queue } = world.runtime;
  const count = async () => world.runtime.database.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM pgboss.job`;
  await world.inTenant((tx) => queue.send(tx, { organizationId: world.organizationId, jobRunId: "x" }));
  expect(Number((await count())[0]?.n)).toBe(1);
  const rolledBack = world.inTenant(async (tx) => {
    await queue.send(tx, { organizationId: world.organizationId, jobRunId: "y" });
    throw new Error("undo");
  });
  await expect(rolledBack).rejects.toThrow("undo");
  expect(Number((await count())[0]?.n)).toBe(1);
});

test("queued jobs run under the person who asked for them, and a failure is recorded", async () => {
  const context = world.as("compliance_manager");
  const memberId = world.members.compliance_manager.memberId;
  const queued = { organizationId: world.organizationId, payload: {}, subjectId: "s", requestedBy: memberId, status: "queued" as const, createdAt: world.clock.now(), heartbeatAt: world.clock.now() };
  await world.inTenant((tx) => tx.jobRun.createMany({ data: [{ ...queued, id: "job_1", kind: "asks" }, { ...queued, id: "job_2", kind: "fails" }] }));
  const seen: unknown[] = [];
  const asks = defineJob({ kind: "asks", actor: "requester", payload: z.object({}), run: async ({ actor }) => void seen.push(actor) });
  const fails = defineJob({ kind: "fails", actor: "system", payload: z.object({}), run: () => Promise.reject(new Error("broken")) });
  expect(await world.runJobs([asks, fails])).toEqual(["asks", "fails"]);
  expect(seen).toEqual([context.actor]);
  const runs = await world.inTenant((tx) => tx.jobRun.findMany({ orderBy: { id: "asc" }, select: { status: true } }));
  expect(runs.map((run) => run.status)).toEqual(["finished", "failed"]);
});

test("blobs are written and read under the world's own key", async () => {
  const body = async function* () {
    yield Buffer.from("hello");
  };
  const blob = await world.runtime.blobs.write(world.organizationId, body(), { maxBytes: 100 });
  const parts: Buffer[] = [];
  for await (const part of world.runtime.blobs.read(world.organizationId, blob.sha256)) parts.push(part);
  expect(Buffer.concat(parts).toString()).toBe("hello");
});
