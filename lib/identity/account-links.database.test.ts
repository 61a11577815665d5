import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { DUE_WORK } from "#lib/jobs/registry.ts";
import { verifyPassword } from "#lib/platform/crypto.ts";
import { newId } from "#lib/platform/ids.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, WORLD_PASSWORD, type World } from "#lib/testing/world.ts";
import { LINKS } from "./account-mail.ts";
import {
  changePassword, confirmEmailChange, forgetAccountMails, readAccountLink, requestEmailChange, requestPasswordReset, resetPassword, resolveSession, sendAccountMails, THROTTLE_WINDOW_MS,
} from "./index.ts";
import { REQUEST_LIMITS } from "./request-throttle.ts";
import { startSession } from "./sign-in.repository.ts";

// Passwords are hashed at full cost here.
vi.setConfig({ testTimeout: 60_000 });

const NEXT = "a much better sentence than before";

let world: World;
let other: World;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
});
beforeEach(async () => {
  // Each test begins in a window of its own, with no mail left over.
  world.clock.advance(THROTTLE_WINDOW_MS);
  await sendAccountMails();
  world.mails.length = 0;
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const nobody = () => ({ caller: null, requestId: "req_test", clock: world.clock });
const ask = (email: string, address = "192.0.2.1") => requestPasswordReset(nobody(), { email, address });
const mails = () => world.mails.map((mail) => [mail.to.address, mail.subject]);
const token = (index = -1): string => /\/(?:reset-password|confirm-address)\/([\w-]{43})/.exec(world.mails.at(index)?.text ?? "")?.[1] ?? "";
const account = (userId: string) => world.runtime.database.userAccount.findUniqueOrThrow({ where: { id: userId } });

async function session(userId: string) {
  const now = world.clock.now();
  const caller = { userId, sessionId: newId("ses", now.getTime()) };
  await startSession(world.runtime.database, { id: caller.sessionId, userId, userAgent: "", now }, "", null);
  return { caller, requestId: "req_test", clock: world.clock };
}

test("a forgotten password is replaced by a mailed link: once, every session ends, and a mail tells", async () => {
  const { email, userId } = world.members.employee;
  const before = await session(userId);
  await ask(` ${email.toUpperCase()} `);
  await sendAccountMails();
  await sendAccountMails();
  expect(mails()).toEqual([[email, "Choose a new password for Tickmark"]]);
  expect(await readAccountLink(nobody(), { token: token(), kind: "password_reset" })).toEqual({ address: email, accountEmail: email });
  expect(await reasonOf(resetPassword(nobody(), { token: token(), password: "short" }))).toBe("input_invalid");
  await resetPassword(nobody(), { token: token(), password: NEXT });
  expect(await verifyPassword(NEXT, (await account(userId)).passwordHash)).toBe(true);
  expect(await resolveSession(nobody(), { sessionId: before.caller.sessionId })).toBeNull();
  expect(await reasonOf(resetPassword(nobody(), { token: token(), password: `${NEXT} again` }))).toBe("link_ended");
  expect(await readAccountLink(nobody(), { token: token(), kind: "password_reset" })).toBeNull();
  await sendAccountMails();
  expect(mails().at(-1)).toEqual([email, "Your password for Tickmark was changed"]);
  expect(world.mails.at(-1)!.text).toContain("/forgot-password");
});

test("an account, no account and a disabled one are one answer with the same rows, and only the first gets a mail", async () => {
  const { email, userId } = world.members.control_owner;
  const { database } = world.runtime;
  const rows = async () => [await database.accountMail.count(), await database.signInEvent.count({ where: { outcome: "reset_requested" } })];
  const growth: number[][] = [];
  const answers: unknown[] = [];
  for (const asked of [email, "ghost@nowhere.example", "not an address"]) {
    const before = await rows();
    answers.push(await ask(asked));
    growth.push((await rows()).map((count, index) => count - before[index]!));
  }
  await database.userAccount.update({ where: { id: userId }, data: { disabledAt: world.clock.now() } });
  answers.push(await ask(email));
  await sendAccountMails();
  await database.userAccount.update({ where: { id: userId }, data: { disabledAt: null } });
  expect(growth).toEqual([[1, 1], [1, 1], [1, 1]]);
  expect(answers).toEqual([undefined, undefined, undefined, undefined]);
  expect(mails()).toEqual([[email, "Choose a new password for Tickmark"]]);
  // Of who has no account nothing is kept that names them.
  expect(JSON.stringify(await database.accountMail.findMany())).not.toMatch(/ghost|not an address/);
});

test("a link ends after an hour, and no token is kept in the clear", async () => {
  const { email, userId } = world.members.auditor;
  await ask(email);
  await sendAccountMails();
  const rows = JSON.stringify([await world.runtime.database.accountMail.findMany(), await world.runtime.database.signInEvent.findMany()]);
  expect(token()).toHaveLength(43);
  expect(rows).not.toContain(token());
  const hash = (await account(userId)).passwordHash;
  world.clock.advance(LINKS.password_reset.lifeMs);
  expect(await reasonOf(resetPassword(nobody(), { token: token(), password: NEXT }))).toBe("link_ended");
  expect((await account(userId)).passwordHash).toBe(hash);
});

test("one mailbox gets three mails in a quarter of an hour, whoever asks, and the answer does not tell; one network address is refused", async () => {
  const { email } = world.members.security_analyst;
  for (let index = 0; index < REQUEST_LIMITS.mailbox + 3; index += 1) await ask(email, `198.51.100.${index}`);
  await sendAccountMails();
  expect(world.mails).toHaveLength(REQUEST_LIMITS.mailbox);
  for (let index = 0; index < REQUEST_LIMITS.address; index += 1) await ask(`ghost-${index}@nowhere.example`, "203.0.113.1");
  expect(await reasonOf(ask("one-more@nowhere.example", "203.0.113.1"))).toBe("too_many_requests");
});

test("of several links the first that is used ends the others, also under parallel presses", async () => {
  const { email, userId } = world.members.compliance_manager;
  await ask(email);
  await ask(email);
  await sendAccountMails();
  const [first, second] = [token(0), token(1)];
  const outcomes = await Promise.all([first, first, second].map((one, index) => reasonOf(resetPassword(nobody(), { token: one, password: `${NEXT} ${index}` }))));
  expect(outcomes.filter((reason) => reason === "done").length).toBeGreaterThan(0);
  expect(outcomes.slice(0, 2)).toContain("link_ended");
  expect(await reasonOf(resetPassword(nobody(), { token: second, password: NEXT }))).toBe("link_ended");
  expect(await world.runtime.database.signInEvent.count({ where: { userId, outcome: "password_reset" } })).toBeLessThanOrEqual(2);
});

test("a mail server that is away delays a mail, with a new link, and nothing else", async () => {
  const { email } = world.members.admin;
  await ask(email);
  const send = vi.spyOn(world.runtime.mailer, "send").mockRejectedValueOnce(new Error("connect ECONNREFUSED"));
  await sendAccountMails();
  expect(world.mails).toEqual([]);
  await sendAccountMails();
  expect(world.mails).toEqual([]);
  world.clock.advance(60_000);
  await sendAccountMails();
  send.mockRestore();
  expect(mails()).toEqual([[email, "Choose a new password for Tickmark"]]);
  expect(await readAccountLink(nobody(), { token: token(), kind: "password_reset" })).not.toBeNull();
});

test("a new address counts when its mail was followed; the old one is told, and every organization of the person follows", async () => {
  const { email, userId, memberId } = other.members.employee;
  await world.inTenant(async (tx) => {
    await tx.member.create({ data: { organizationId: world.organizationId, id: "mem_guest", userId, name: "Guest", email, role: "employee", createdAt: world.clock.now() } });
    await tx.$executeRaw`SELECT directory_add_membership(${userId}, 'mem_guest')`;
  });
  const me = await session(userId);
  expect(await reasonOf(requestEmailChange(me, { email: "moved@example.com", password: "wrong" }))).toBe("email_change_refused");
  await requestEmailChange(me, { email: " Moved@Example.com", password: WORLD_PASSWORD });
  await sendAccountMails();
  expect(mails()).toEqual([["moved@example.com", "Confirm your new address for Tickmark"]]);
  expect((await account(userId)).email).toBe(email);
  expect(await confirmEmailChange(nobody(), { token: token() })).toEqual({ email: "moved@example.com" });
  expect((await account(userId)).email).toBe("moved@example.com");
  expect(await reasonOf(confirmEmailChange(nobody(), { token: token() }))).toBe("link_ended");
  await sendAccountMails();
  expect(world.mails.at(-1)).toMatchObject({ to: { address: email }, subject: "Your address for Tickmark was changed", text: expect.stringContaining("m…@example.com") });
  const follow = DUE_WORK["member_address"]!;
  await follow(other.asSystem("member_address"), memberId);
  await follow(world.asSystem("member_address"), "mem_guest");
  await follow(world.asSystem("member_address"), "mem_guest");
  for (const [of, id] of [[other, memberId], [world, "mem_guest"]] as const) {
    expect(await of.inTenant((tx) => tx.member.findFirst({ where: { id } }))).toMatchObject({ email: "moved@example.com" });
    const entries = await of.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: id, action: "member.email_changed" } }));
    expect(entries.map((entry) => entry.changes)).toEqual([{ email: { before: email, after: "moved@example.com" } }]);
  }
});

test("an address that has an account gets no mail, and one that got an account meanwhile is not taken over", async () => {
  const me = await session(other.members.auditor.userId);
  await requestEmailChange(me, { email: other.members.admin.email, password: WORLD_PASSWORD });
  await sendAccountMails();
  expect(world.mails).toEqual([]);
  await requestEmailChange(me, { email: "meanwhile@example.com", password: WORLD_PASSWORD });
  await sendAccountMails();
  await world.runtime.database.userAccount.create({ data: { id: "usr_meanwhile", email: "meanwhile@example.com", name: "M", passwordHash: "none", createdAt: world.clock.now() } });
  expect(await reasonOf(confirmEmailChange(nobody(), { token: token() }))).toBe("email_taken");
  expect((await account(other.members.auditor.userId)).email).toBe(other.members.auditor.email);
});

test("a link of one kind does nothing of another, and a later request ends the earlier", async () => {
  const me = await session(other.members.security_analyst.userId);
  await requestEmailChange(me, { email: "first@example.com", password: WORLD_PASSWORD });
  await sendAccountMails();
  const first = token();
  expect(await reasonOf(resetPassword(nobody(), { token: first, password: NEXT }))).toBe("link_ended");
  await requestEmailChange(me, { email: "second@example.com", password: WORLD_PASSWORD });
  await sendAccountMails();
  expect(await reasonOf(confirmEmailChange(nobody(), { token: first }))).toBe("link_ended");
  await ask(other.members.security_analyst.email);
  await sendAccountMails();
  expect(await reasonOf(confirmEmailChange(nobody(), { token: token() }))).toBe("link_ended");
});

test("a password changed by its owner is told by mail too", async () => {
  const { userId, email } = other.members.compliance_manager;
  await changePassword(await session(userId), { current: WORLD_PASSWORD, next: NEXT });
  await sendAccountMails();
  expect(mails()).toEqual([[email, "Your password for Tickmark was changed"]]);
});

test("what was asked for is forgotten after a month", async () => {
  await ask("ghost@nowhere.example");
  world.clock.advance(31 * 86_400_000);
  await forgetAccountMails();
  expect(await world.runtime.database.accountMail.count()).toBe(0);
});
