import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { newId } from "#lib/platform/ids.ts";
import { JOBS } from "#lib/jobs/registry.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, WORLD_PASSWORD, type World, type WorldMember } from "#lib/testing/world.ts";
import {
  beginTotp, changePassword, completeSignIn, confirmTotp, readMyFactors, readPendingSignIn, removeTotp, renewRecoveryCodes, resolveSession, signIn, THROTTLE_LIMITS, THROTTLE_WINDOW_MS,
  type GlobalContext,
} from "./index.ts";
import { insertPending } from "./pending-sign-in.repository.ts";
import { newPendingToken, passwordMark, PENDING_ATTEMPTS_MAX, PENDING_SIGN_IN_MS } from "./pending-sign-in.ts";
import { countAttempt, startSession } from "./sign-in.repository.ts";
import { secondStepSubjects, throttleSubjects } from "./sign-in-throttle.ts";
import { hotp, stepOf } from "./totp.ts";

vi.setConfig({ testTimeout: 90_000 });

type Caller = NonNullable<GlobalContext["caller"]>;
type Owner = { person: WorldMember; caller: Caller; secret: Buffer; codes: string[] };

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
beforeEach(() => world.clock.advance(THROTTLE_WINDOW_MS));

const as = (caller: Caller | null): GlobalContext => ({ caller, requestId: "req_test", clock: world.clock });
const ADDRESS = "192.0.2.1";
const enter = (email: string) => signIn(as(null), { email, password: WORLD_PASSWORD, address: ADDRESS, userAgent: "Browser" });
const complete = (pendingToken: string, code: string, address = ADDRESS) => completeSignIn(as(null), { pendingToken, code, address, userAgent: "Browser" });

/** A session as signing in begins one, without the cost of a password: the address is known to the account afterwards. */
async function signedIn({ email, userId }: WorldMember): Promise<Caller> {
  const now = world.clock.now();
  const caller = { userId, sessionId: newId("ses", now.getTime()) };
  const { pair } = throttleSubjects(world.runtime.secret, email, ADDRESS);
  await startSession(world.runtime.database, { id: caller.sessionId, userId, userAgent: "Browser", now }, pair, null);
  return caller;
}

/** A sign-in whose password was right, without the cost of one. */
async function pending(email: string): Promise<string> {
  const { database } = world.runtime;
  const { id: userId, passwordHash } = await database.userAccount.findUniqueOrThrow({ where: { email } });
  const { token, tokenHash } = newPendingToken();
  await insertPending(database, { tokenHash, userId, passwordMark: passwordMark(passwordHash), failures: 0, expiresAt: new Date(world.clock.now().getTime() + PENDING_SIGN_IN_MS), organizationId: null });
  return token;
}

/** The secret as an app reads it: Base32 of the enrolment's key. */
function fromBase32(key: string): Buffer {
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replaceAll(" ", "")].map((sign) => signs.indexOf(sign).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

const sessionOf = ({ sessionId }: { sessionId: string }) => resolveSession(as(null), { sessionId });
const codeNow = (secret: Buffer): string => hotp(secret, stepOf(world.clock.now()));

/** A person who has set an app up, in the step before the present one. */
async function owner(person: WorldMember): Promise<Owner> {
  const caller = await signedIn(person);
  const secret = fromBase32((await beginTotp(as(caller), { proof: WORLD_PASSWORD })).key);
  const { recoveryCodes } = await confirmTotp(as(caller), { code: codeNow(secret) });
  world.clock.advance(60_000);
  return { person, caller, secret, codes: recoveryCodes ?? [] };
}

const entriesOf = (of: World, subjectId: string) => of.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId, action: { startsWith: "member." } }, orderBy: { id: "asc" } }));

describe("setting an app up", () => {
  test("counts for nothing until one of its codes is shown, and keeps the secret wrapped", async () => {
    const person = world.members.employee;
    const caller = await signedIn(person);
    expect(await reasonOf(beginTotp(as(caller), { proof: "not my password at all" }))).toBe("proof_refused");
    const { key, uri } = await beginTotp(as(caller), { proof: WORLD_PASSWORD });
    expect(uri).toBe(`otpauth://totp/Tickmark%20tickmark.test:${encodeURIComponent(person.email)}?secret=${key.replaceAll(" ", "")}&issuer=Tickmark%20tickmark.test`);
    const secret = fromBase32(key);
    const row = await world.runtime.database.totpFactor.findUniqueOrThrow({ where: { userId: person.userId } });
    expect(Buffer.from(row.wrappedSecret).includes(secret)).toBe(false);
    expect((await enter(person.email)).outcome).toBe("signed_in");
    const wrong = codeNow(secret) === "000000" ? "000001" : "000000";
    expect(await reasonOf(confirmTotp(as(caller), { code: wrong }))).toBe("code_wrong");
    const elsewhere = await signedIn(person);
    const { recoveryCodes } = await confirmTotp(as(caller), { code: codeNow(secret) });
    expect(recoveryCodes).toHaveLength(10);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await readMyFactors(as(caller), {})).toMatchObject({ totpSince: world.clock.now(), recoveryCodesLeft: 10 });
    // Sessions that were begun without the factor end; the one in use stays.
    expect(await sessionOf(elsewhere)).toBeNull();
    expect(await sessionOf(caller)).not.toBeNull();
    expect(await reasonOf(beginTotp(as(caller), { proof: WORLD_PASSWORD }))).toBe("totp_exists");
    const kept = JSON.stringify(await world.runtime.database.recoveryCode.findMany({ where: { userId: person.userId } }));
    for (const code of recoveryCodes ?? []) expect(kept).not.toContain(code);
  });

  test("is told to each organization of the person and to the person by mail, once, and to nobody else", async () => {
    const { userId, name, email, memberId } = world.members.security_analyst;
    const guest = "mem_guest_of_the_other";
    await other.inTenant(async (tx) => {
      await tx.member.create({ data: { organizationId: other.organizationId, id: guest, userId, name, email, role: "employee", createdAt: world.clock.now() } });
      await tx.$executeRaw`SELECT directory_add_membership(${userId}, ${guest})`;
    });
    const { caller } = await owner(world.members.security_analyst);
    expect((await entriesOf(world, memberId)).map(({ action, actorId }) => [action, actorId])).toEqual([["member.totp_added", memberId]]);
    expect((await entriesOf(other, guest)).map(({ action, actorId }) => [action, actorId])).toEqual([["member.totp_added", guest]]);
    await world.runJobs(JOBS);
    await other.runJobs(JOBS);
    const mails = world.mails.filter(({ to }) => to.address === email);
    expect(mails.map(({ subject }) => subject)).toEqual(["The way you sign in to Tickmark was changed"]);
    expect(mails[0]?.text).toContain("An authenticator app was added to your account.");
    expect(mails[0]?.html).toContain("An authenticator app was added to your account.");
    // Who was removed from an organization is none of its business any more.
    await other.inTenant((tx) => tx.member.updateMany({ where: { id: guest }, data: { removedAt: world.clock.now() } }));
    await removeTotp(as(caller), { proof: WORLD_PASSWORD });
    expect((await entriesOf(other, guest)).map(({ action }) => action)).toEqual(["member.totp_added"]);
    expect((await entriesOf(world, memberId)).map(({ action }) => action)).toEqual(["member.totp_added", "member.totp_removed"]);
  });
});

describe("signing in with an app", () => {
  test("gives no session for the password alone; a code completes it, and ends the session that the browser had", async () => {
    const { person, caller, secret } = await owner(world.members.control_owner);
    const before = await world.runtime.database.session.count({ where: { userId: person.userId } });
    const answer = await enter(person.email);
    if (answer.outcome !== "second_step_due") throw new Error(answer.outcome);
    const token = answer.pendingToken;
    expect(await world.runtime.database.session.count({ where: { userId: person.userId } })).toBe(before);
    expect(await resolveSession(as(null), { sessionId: token })).toBeNull();
    expect(await readPendingSignIn(as(null), { pendingToken: token })).toEqual({ email: person.email, hasApp: true });
    const done = await completeSignIn(as(caller), { pendingToken: token, code: codeNow(secret), address: ADDRESS, userAgent: "" });
    expect(await sessionOf(done)).toMatchObject({ userId: person.userId });
    expect(await sessionOf(caller)).toBeNull();
    expect(await readPendingSignIn(as(null), { pendingToken: token })).toBeNull();
  });

  test("takes a code once, also from two at the same time, and none of an earlier step after it", async () => {
    const { person, secret } = await owner(world.members.compliance_manager);
    const tokens = [await pending(person.email), await pending(person.email), await pending(person.email)];
    const code = codeNow(secret);
    const earlier = hotp(secret, stepOf(world.clock.now()) - 1);
    const both = await Promise.all([reasonOf(complete(tokens[0]!, code)), reasonOf(complete(tokens[1]!, code))]);
    expect(both.sort()).toEqual(["code_wrong", "done"]);
    expect(await reasonOf(complete(tokens[2]!, code))).toBe("code_wrong");
    expect(await reasonOf(complete(tokens[2]!, earlier))).toBe("code_wrong");
    expect(await reasonOf(complete(tokens[2]!, hotp(secret, stepOf(world.clock.now()) + 1)))).toBe("done");
    // The token that completed one sign-in completes no other.
    expect(await reasonOf(complete(tokens[2]!, code))).toBe("pending_ended");
  });

  test("takes a recovery code once, however it is typed, and tells the person", async () => {
    const { person, codes } = await owner(world.members.auditor);
    const [first = "", second = ""] = codes;
    expect(await reasonOf(complete(await pending(person.email), ` ${first.toUpperCase().replaceAll("-", " ")} `))).toBe("done");
    expect(await reasonOf(complete(await pending(person.email), first))).toBe("code_wrong");
    const caller = { userId: person.userId, sessionId: "ses_none" };
    expect((await readMyFactors(as(caller), {})).recoveryCodesLeft).toBe(9);
    expect((await entriesOf(world, person.memberId)).map(({ action }) => action)).toEqual(["member.totp_added", "member.recovery_code_used"]);
    const { recoveryCodes } = await renewRecoveryCodes(as(caller), { proof: second });
    expect(await reasonOf(complete(await pending(person.email), codes[2] ?? ""))).toBe("code_wrong");
    expect(await reasonOf(complete(await pending(person.email), recoveryCodes[0] ?? ""))).toBe("done");
  });

  test("another person's recovery code is none", async () => {
    const { person } = await owner(other.members.employee);
    const { codes } = await owner(other.members.control_owner);
    expect(await reasonOf(complete(await pending(person.email), codes[0] ?? ""))).toBe("code_wrong");
  });

  test("a pending sign-in ends by time, by wrong codes, by a new password, and when the person is disabled", async () => {
    const { person, caller, secret } = await owner(other.members.security_analyst);
    const late = await pending(person.email);
    world.clock.advance(PENDING_SIGN_IN_MS);
    expect(await reasonOf(complete(late, codeNow(secret)))).toBe("pending_ended");
    const worn = await pending(person.email);
    for (let index = 0; index < PENDING_ATTEMPTS_MAX; index += 1) expect(await reasonOf(complete(worn, "000000"))).toBe("code_wrong");
    expect(await reasonOf(complete(worn, codeNow(secret)))).toBe("pending_ended");
    world.clock.advance(THROTTLE_WINDOW_MS);
    const disabled = await pending(person.email);
    await world.runtime.database.userAccount.update({ where: { id: person.userId }, data: { disabledAt: world.clock.now() } });
    expect(await reasonOf(complete(disabled, codeNow(secret)))).toBe("pending_ended");
    await world.runtime.database.userAccount.update({ where: { id: person.userId }, data: { disabledAt: null } });
    const outdated = await pending(person.email);
    await changePassword(as(caller), { current: WORLD_PASSWORD, next: "another horse, another battery" });
    expect(await readPendingSignIn(as(null), { pendingToken: outdated })).toBeNull();
    expect(await reasonOf(complete(outdated, codeNow(secret)))).toBe("pending_ended");
  });

  test("codes are throttled per account and address, and who knows the password elsewhere does not lock the owner out", async () => {
    const { person, secret } = await owner(other.members.compliance_manager);
    const strange = await pending(person.email);
    const { account } = secondStepSubjects(world.runtime.secret, person.userId, "198.51.100.9");
    for (let index = 0; index < THROTTLE_LIMITS.account; index += 1) await countAttempt(world.runtime.database, account, world.clock.now());
    expect(await reasonOf(complete(strange, codeNow(secret), "198.51.100.9"))).toBe("sign_in_throttled");
    expect(await world.runtime.database.signInEvent.count({ where: { userId: person.userId, outcome: "throttled" } })).toBe(1);
    // The address that the owner signed in from before has a count of its own.
    expect(await reasonOf(complete(await pending(person.email), codeNow(secret)))).toBe("done");
  });
});

describe("taking an app away", () => {
  test("wants the password or a code, is throttled, and takes the recovery codes with it", async () => {
    const { person, caller, secret } = await owner(other.members.admin);
    expect(await reasonOf(removeTotp(as(caller), { proof: "000000" }))).toBe("proof_refused");
    expect(await reasonOf(removeTotp(as(caller), { proof: "not the password of anybody" }))).toBe("proof_refused");
    for (let index = 0; index < THROTTLE_LIMITS.account; index += 1) await countAttempt(world.runtime.database, `prove-presence:${person.userId}`, world.clock.now());
    expect(await reasonOf(removeTotp(as(caller), { proof: WORLD_PASSWORD }))).toBe("sign_in_throttled");
    world.clock.advance(THROTTLE_WINDOW_MS);
    expect(await reasonOf(removeTotp(as(caller), { proof: codeNow(secret) }))).toBe("done");
    expect(await readMyFactors(as(caller), {})).toMatchObject({ totpSince: null, recoveryCodesLeft: 0 });
    expect((await enter(person.email)).outcome).toBe("signed_in");
    expect(await reasonOf(removeTotp(as(caller), { proof: WORLD_PASSWORD }))).toBe("authenticator_app_not_found");
    expect(await reasonOf(renewRecoveryCodes(as(caller), { proof: WORLD_PASSWORD }))).toBe("no_second_factor");
  });
});
