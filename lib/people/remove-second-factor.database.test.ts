import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createUser, hasSecondFactor, removeSecondFactor as removeAsOperator, resolveSession, sendAccountMails, signIn, THROTTLE_WINDOW_MS } from "#lib/identity/index.ts";
import { startSession } from "#lib/identity/sign-in.repository.ts";
import { newId } from "#lib/platform/ids.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, WORLD_PASSWORD, type World } from "#lib/testing/world.ts";
import { removeMember, removeSecondFactor } from "./index.ts";

// Passwords are checked at full cost here.
vi.setConfig({ testTimeout: 60_000 });

let world: World;
let other: World;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
});
beforeEach(async () => {
  world.clock.advance(THROTTLE_WINDOW_MS);
  await sendAccountMails();
  world.mails.length = 0;
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const SUBJECT = "Your second factor for Tickmark was removed";
const nobody = () => ({ caller: null, requestId: "req_test", clock: world.clock });
const trail = (of: World, subjectId: string) =>
  of.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { action: "member.second_factor_removed", subjectId }, select: { actorKind: true, actorId: true, actorName: true, changes: true } }));
const mails = () => world.mails.map(({ to, subject }) => [to.address, subject]);

/** An app, two passkeys, recovery codes and one open session. @returns the session */
async function equipped(userId: string): Promise<string> {
  const { database } = world.runtime;
  const now = world.clock.now();
  await database.totpFactor.create({ data: { userId, wrappedSecret: randomBytes(48), lastStep: 0, confirmedAt: now, createdAt: now } });
  await database.recoveryCode.create({ data: { userId, codeHash: randomBytes(32).toString("hex"), createdAt: now } });
  for (const name of ["Phone", "Key"]) {
    await database.passkey.create({ data: { id: newId("pky", now.getTime()), userId, credentialId: randomBytes(16).toString("base64url"), publicKey: randomBytes(77), counter: 0, transports: [], name, createdAt: now } });
  }
  const sessionId = newId("ses", now.getTime());
  await startSession(database, { id: sessionId, userId, userAgent: "Browser", now }, "", null);
  return sessionId;
}

async function joinOther(userId: string, name: string, email: string): Promise<string> {
  const id = newId("mem", world.clock.now().getTime());
  await other.inTenant(async (tx) => {
    await tx.member.create({ data: { organizationId: other.organizationId, id, userId, name, email, role: "employee", createdAt: world.clock.now() } });
    await tx.$executeRaw`SELECT directory_add_membership(${userId}, ${id})`;
  });
  return id;
}

test("an administrator takes a lost factor off: nothing of it is left, sessions end, the trail and a mail tell, and a password signs in", async () => {
  const { memberId, userId, email } = world.members.employee;
  const sessionId = await equipped(userId);
  const { database } = world.runtime;
  expect((await signIn(nobody(), { email, password: WORLD_PASSWORD, address: "192.0.2.1", userAgent: "" })).outcome).toBe("second_step_due");
  await removeSecondFactor(world.as("admin"), { memberId, proof: WORLD_PASSWORD });
  expect(await hasSecondFactor(database, userId)).toBe(false);
  expect(await database.recoveryCode.count({ where: { userId } })).toBe(0);
  expect(await resolveSession(nobody(), { sessionId })).toBeNull();
  expect(await trail(world, memberId)).toEqual([{ actorKind: "member", actorId: world.members.admin.memberId, actorName: world.members.admin.name, changes: { authenticator_app: true, passkeys: 2, sessions: 1 } }]);
  await sendAccountMails();
  expect(mails()).toEqual([[email, SUBJECT]]);
  expect(world.mails[0]?.text).toContain("Your password alone signs you in now.");
  expect((await signIn(nobody(), { email, password: WORLD_PASSWORD, address: "192.0.2.1", userAgent: "" })).outcome).toBe("signed_in");
  // Sent twice, it is done once.
  await removeSecondFactor(world.as("admin"), { memberId, proof: WORLD_PASSWORD });
  expect(await trail(world, memberId)).toHaveLength(1);
});

test("nobody's factor goes by a wrong password, by its owner's hand on this page, by a lesser role, or after they left", async () => {
  const { memberId, userId } = world.members.control_owner;
  await equipped(userId);
  expect(await reasonOf(removeSecondFactor(world.as("admin"), { memberId, proof: "not my password at all" }))).toBe("proof_refused");
  expect(await reasonOf(removeSecondFactor(world.as("admin"), { memberId: world.members.admin.memberId, proof: WORLD_PASSWORD }))).toBe("own_factor");
  await expect(removeSecondFactor(world.as("compliance_manager"), { memberId, proof: WORLD_PASSWORD })).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeSecondFactor(other.as("admin"), { memberId, proof: WORLD_PASSWORD })).rejects.toMatchObject({ code: "not_found" });
  await removeMember(world.as("admin"), { memberId });
  await expect(removeSecondFactor(world.as("admin"), { memberId, proof: WORLD_PASSWORD })).rejects.toMatchObject({ code: "not_found" });
  expect(await hasSecondFactor(world.runtime.database, userId)).toBe(true);
  await sendAccountMails();
  expect(mails()).toEqual([]);
});

test("no organization alone weakens an account that opens another; the operator does, and every organization's trail says so", async () => {
  const { memberId, userId, name, email } = world.members.security_analyst;
  const guest = await joinOther(userId, name, email);
  const sessionId = await equipped(userId);
  expect(await reasonOf(removeSecondFactor(world.as("admin"), { memberId, proof: WORLD_PASSWORD }))).toBe("belongs_elsewhere");
  expect(await resolveSession(nobody(), { sessionId })).not.toBeNull();
  expect(await removeAsOperator(` ${email.toUpperCase()} `)).toEqual({ authenticator_app: true, passkeys: 2, sessions: 1 });
  expect(await resolveSession(nobody(), { sessionId })).toBeNull();
  for (const [of, subject] of [[world, memberId], [other, guest]] as const) {
    expect(await trail(of, subject)).toMatchObject([{ actorKind: "system", actorName: "operator", changes: { authenticator_app: true, passkeys: 2, sessions: 1 } }]);
  }
  await sendAccountMails();
  expect(mails()).toEqual([[email, SUBJECT]]);
  expect(await reasonOf(removeAsOperator(email))).toBe("no_second_factor");
  // Who has left the other organization is this one's again.
  await other.inTenant((tx) => tx.member.updateMany({ where: { id: guest }, data: { removedAt: world.clock.now() } }));
  await equipped(userId);
  await removeSecondFactor(world.as("admin"), { memberId, proof: WORLD_PASSWORD });
  expect(await trail(world, memberId)).toHaveLength(2);
  expect(await trail(other, guest)).toHaveLength(1);
});

test("the operator helps who belongs to no organization, and names what is no account", async () => {
  const email = "between.jobs@fernhall.example";
  const userId = await createUser(world.runtime.database, { email, name: "Between Jobs", passwordHash: "none" }, world.clock.now());
  await equipped(userId);
  await removeAsOperator(email);
  await sendAccountMails();
  expect(mails()).toEqual([[email, SUBJECT]]);
  expect(await reasonOf(removeAsOperator("nobody@fernhall.example"))).toBe("user_not_found");
  expect(await reasonOf(removeAsOperator("nobody"))).toBe("input_invalid");
});
