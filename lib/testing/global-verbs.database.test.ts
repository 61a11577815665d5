import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  addPasskey, beginPasskey, beginPasskeySignIn, beginTotp, changePassword, completeSignIn, confirmEmailChange, confirmTotp, listMySessions, readAccountLink,
  readMyFactors, readPendingSignIn, removePasskey, removeTotp, renamePasskey, renewRecoveryCodes, requestEmailChange, requestPasswordReset, requestSignUp,
  resetPassword, resolveSession, revokeOtherSessions, revokeSession, signIn, signInWithPasskey, signOut,
  type GlobalContext, type GlobalVerb,
} from "#lib/identity/index.ts";
import { totpLabel } from "#lib/identity/check-code.ts";
import { newChallenge, type ChallengePurpose } from "#lib/identity/passkey-challenge.ts";
import { passwordMark, pendingTokenHash } from "#lib/identity/pending-sign-in.ts";
import { hotp, stepOf } from "#lib/identity/totp.ts";
import { wrapSecret } from "#lib/platform/crypto.ts";
import { newAccountLink } from "#lib/identity/account-link.ts";
import type { LinkKind } from "#lib/identity/account-mail.ts";
import { keepTokenHash, putAccountMail } from "#lib/identity/account-mail.repository.ts";
import { startSession } from "#lib/identity/sign-in.repository.ts";
import { newId } from "#lib/platform/ids.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { testDatabase } from "./database.ts";
import { findGlobalVerbs } from "./discover.ts";
import { differences, fingerprint } from "./fingerprint.ts";
import { excesses, unboundedPlaces, withValueAt } from "./input-bounds.ts";
import { recordIdsIn } from "./record-ids.ts";
import { softwareAuthenticator } from "./software-authenticator.ts";
import { testWorld, WORLD_PASSWORD, type World } from "./world.ts";

// Verbs of identity work before an organization is known, on rows of the person alone.

type Caller = NonNullable<GlobalContext["caller"]>;
type Sample = { verb: GlobalVerb; input(caller: Caller): unknown; /** What has to be there first. */ prepare?(caller: Caller): Promise<unknown> };
/** An account as it stood before the verbs were tried. */
type Account = { id: string; email: string; passwordHash: string };

let world: World;
let accounts: Account[];
let admin: pg.Client;
const { admin: adminUrl } = await testDatabase();
const verbs = (await findGlobalVerbs()).map(({ verb }) => ({ name: verb.globalDefinition.name, verb }));

const signInInput = () => ({ email: world.members.employee.email, password: WORLD_PASSWORD, address: "192.0.2.7", userAgent: "Browser" });
const SECRET = Buffer.alloc(20, 7);
const PENDING_TOKEN = "p".repeat(43);
const code = () => hotp(SECRET, stepOf(world.clock.now()));
const withPassword = () => ({ proof: WORLD_PASSWORD });

/** An authenticator app with a known secret. */
async function haveTotp({ userId }: Caller, confirmed = true): Promise<void> {
  const now = world.clock.now();
  const row = { wrappedSecret: new Uint8Array(wrapSecret(world.runtime.masterKey, totpLabel(userId), SECRET)), createdAt: now, confirmedAt: confirmed ? now : null, lastStep: 0 };
  await world.runtime.database.totpFactor.upsert({ where: { userId }, create: { userId, ...row }, update: row });
}

// A device whose passkey each person has in turn, and what it has just been asked.
const device = softwareAuthenticator();
const PASSKEY_ID = "pky_of_the_sample";
const HERE = { origin: "http://tickmark.test", rpId: "tickmark.test" };
let asked = { challenge: "", sealed: "" };

function ask(purpose: ChallengePurpose): void {
  const { challenge, sealed } = newChallenge(purpose, world.clock.now());
  asked = { challenge: challenge.toString("base64url"), sealed };
}

async function havePasskey(caller: Caller): Promise<void> {
  const { database } = world.runtime;
  await database.passkey.deleteMany();
  ask(`passkey_registration ${caller.sessionId}`);
  await addPasskey(as(caller), { ...registrationInput(), name: "Laptop" });
  await database.passkey.updateMany({ data: { id: PASSKEY_ID } });
  ask("passkey_sign_in");
}
const registrationInput = () => ({ sealed: asked.sealed, response: device.register(asked.challenge, HERE) });

/** A sign-in whose second step is due. */
async function havePending(caller: Caller): Promise<void> {
  await haveTotp(caller);
  const { database } = world.runtime;
  const tokenHash = pendingTokenHash(PENDING_TOKEN);
  const { passwordHash } = await database.userAccount.findUniqueOrThrow({ where: { id: caller.userId } });
  const row = { userId: caller.userId, passwordMark: passwordMark(passwordHash), failures: 0, expiresAt: new Date(world.clock.now().getTime() + 60_000) };
  await database.pendingSignIn.upsert({ where: { tokenHash }, create: { tokenHash, ...row }, update: row });
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  "identity.sign_in": { verb: signIn as unknown as GlobalVerb, input: signInInput },
  "identity.sign_out": { verb: signOut as unknown as GlobalVerb, input: () => ({}) },
  "identity.resolve_session": { verb: resolveSession as unknown as GlobalVerb, input: ({ sessionId }) => ({ sessionId }) },
  "identity.revoke_session": { verb: revokeSession as unknown as GlobalVerb, input: ({ sessionId }) => ({ sessionId }) },
  "identity.revoke_other_sessions": { verb: revokeOtherSessions as unknown as GlobalVerb, input: () => ({}) },
  "identity.list_my_sessions": { verb: listMySessions as unknown as GlobalVerb, input: () => ({}) },
  "identity.begin_totp": { verb: beginTotp as unknown as GlobalVerb, input: withPassword },
  "identity.confirm_totp": { verb: confirmTotp as unknown as GlobalVerb, input: () => ({ code: code() }), prepare: (caller) => haveTotp(caller, false) },
  "identity.remove_totp": { verb: removeTotp as unknown as GlobalVerb, input: withPassword, prepare: haveTotp },
  "identity.renew_recovery_codes": { verb: renewRecoveryCodes as unknown as GlobalVerb, input: withPassword, prepare: haveTotp },
  "identity.read_my_factors": { verb: readMyFactors as unknown as GlobalVerb, input: () => ({}), prepare: haveTotp },
  "identity.read_pending_sign_in": { verb: readPendingSignIn as unknown as GlobalVerb, input: () => ({ pendingToken: PENDING_TOKEN }), prepare: havePending },
  "identity.complete_sign_in": {
    verb: completeSignIn as unknown as GlobalVerb, input: () => ({ pendingToken: PENDING_TOKEN, code: code(), address: "192.0.2.7", userAgent: "Browser" }), prepare: havePending,
  },
  "identity.begin_passkey": { verb: beginPasskey as unknown as GlobalVerb, input: withPassword },
  "identity.add_passkey": {
    verb: addPasskey as unknown as GlobalVerb, input: () => ({ ...registrationInput(), name: "Phone" }), prepare: async (caller) => ask(`passkey_registration ${caller.sessionId}`),
  },
  "identity.rename_passkey": { verb: renamePasskey as unknown as GlobalVerb, input: () => ({ passkeyId: PASSKEY_ID, name: "Phone" }), prepare: havePasskey },
  "identity.remove_passkey": { verb: removePasskey as unknown as GlobalVerb, input: () => ({ passkeyId: PASSKEY_ID, ...withPassword() }), prepare: havePasskey },
  "identity.begin_passkey_sign_in": { verb: beginPasskeySignIn as unknown as GlobalVerb, input: () => ({}) },
  "identity.sign_in_with_passkey": {
    verb: signInWithPasskey as unknown as GlobalVerb,
    input: () => ({ sealed: asked.sealed, response: device.answer(asked.challenge, HERE), address: "192.0.2.7", userAgent: "Browser" }), prepare: havePasskey,
  },
  "identity.change_password": { verb: changePassword as unknown as GlobalVerb, input: () => ({ current: WORLD_PASSWORD, next: "another horse, another battery" }) },
  "identity.request_password_reset": { verb: requestPasswordReset as unknown as GlobalVerb, input: () => ({ email: world.members.employee.email, address: "192.0.2.7" }) },
  "identity.reset_password": { verb: resetPassword as unknown as GlobalVerb, input: async ({ userId }) => ({ token: await mailedToken("password_reset", userId), password: "another horse, another battery" }) },
  "identity.read_account_link": { verb: readAccountLink as unknown as GlobalVerb, input: async ({ userId }) => ({ token: await mailedToken("email_change", userId), kind: "email_change" }) },
  "identity.request_email_change": { verb: requestEmailChange as unknown as GlobalVerb, input: () => ({ email: "other@example.com", password: WORLD_PASSWORD }) },
  "identity.confirm_email_change": { verb: confirmEmailChange as unknown as GlobalVerb, input: async ({ userId }) => ({ token: await mailedToken("email_change", userId) }) },
  "identity.request_sign_up": { verb: requestSignUp as unknown as GlobalVerb, input: () => ({ email: "stranger@example.com", address: "192.0.2.7" }) },
};

beforeAll(async () => {
  world = await testWorld();
  accounts = await world.runtime.database.userAccount.findMany({ select: { id: true, email: true, passwordHash: true } });
  admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
});
beforeEach(async () => {
  await restoreAccounts();
  await world.runtime.database.totpFactor.deleteMany();
  await world.runtime.database.passkey.deleteMany();
  ask("passkey_sign_in");
});

const TABLES_OF_IDENTITY = ["session", "sign_in_event", "sign_in_throttle", "user_account", "totp_factor", "recovery_code", "pending_sign_in", "passkey", "spent_challenge", "account_mail"];
/** What is told to the person's organizations, and to the person by mail. */
const TRAIL_OF_ORGANIZATIONS = ["audit_trail_entry", "job_run", "job", "due_work"];
afterAll(async () => {
  await admin.end();
  await world.close();
});

const as = (caller: Caller | null): GlobalContext => ({ caller, requestId: newId("req", world.clock.now().getTime()), clock: world.clock });

/** A session as signing in begins one, without the cost of a password. */
async function session(role: "employee" | "admin"): Promise<Caller> {
  const now = world.clock.now();
  const caller = { userId: world.members[role].userId, sessionId: newId("ses", now.getTime()) };
  await startSession(world.runtime.database, { id: caller.sessionId, userId: caller.userId, userAgent: "Browser", now }, "", null);
  return caller;
}

/** Gives everybody their address and the world's password back, at its low cost. */
async function restoreAccounts(): Promise<void> {
  for (const { id, ...data } of accounts) await world.runtime.database.userAccount.update({ where: { id }, data });
}

/** The token of a link as the worker makes and mails one. */
async function mailedToken(kind: LinkKind, userId: string | null): Promise<string> {
  const now = world.clock.now();
  const { url, tokenHash } = newAccountLink(kind);
  const id = await putAccountMail(world.runtime.database, { kind, userId, address: `moved-${newId("x", now.getTime())}@example.com`, due: false, expiresAt: new Date(now.getTime() + 3_600_000) }, now);
  await keepTokenHash(world.runtime.database, id, tokenHash);
  return url.slice(url.lastIndexOf("/") + 1);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}

const untouchable: unknown = new Proxy({}, { get: (_target, name) => { throw new Error(`the input was looked at: ${String(name)}`); } });

async function tablesChangedBy(work: () => Promise<unknown>): Promise<string[]> {
  const before = await fingerprint(admin);
  await work();
  return differences(before, await fingerprint(admin)).map((place) => place.trimEnd());
}

test(`${verbs.length} verbs without an organization have a sample each, and no sample is left over`, () => {
  expect(verbs.map(({ name }) => name).sort()).toEqual(Object.keys(SAMPLES).sort());
  for (const { name, verb } of verbs) expect(SAMPLES[name]?.verb).toBe(verb);
});

describe.each(verbs)("$name", ({ name, verb }) => {
  const { access, effect, input: schema } = verb.globalDefinition;
  const inputOf = (caller: Caller) => SAMPLES[name]?.input(caller);

  test("asks for a signed-in person first, where it is for those", async () => {
    const code = await codeOf(verb(as(null), (access === "signed_in" ? untouchable : "no input of any verb") as never));
    expect(code).toBe(access === "signed_in" ? "unauthorized" : "validation");
  });

  test("has a bound for everything that it takes, and refuses what goes beyond", async () => {
    expect(unboundedPlaces(schema).map(({ path, what }) => `${path}: ${what}`)).toEqual([]);
    const caller = await session("employee");
    const input = await inputOf(caller);
    for (const { path, value, what } of excesses(schema, input)) {
      expect([path.join("."), what, await codeOf(verb(as(caller), withValueAt(input, path, value) as never))]).toEqual([path.join("."), what, "validation"]);
    }
  });

  test("touches rows of identity alone, and a write leaves its trace", async () => {
    const caller = await session("employee");
    await SAMPLES[name]?.prepare?.(caller);
    const input = await inputOf(caller);
    const changed = await tablesChangedBy(() => verb(as(caller), input as never));
    // What is due in an organization is put in line for it, and done there by its own verb.
    const elsewhere = changed.filter((place) => !TABLES_OF_IDENTITY.includes(place));
    const own = TRAIL_OF_ORGANIZATIONS.flatMap((table) => [`${table} ${world.organizationId}`, table]);
    expect(elsewhere.filter((place) => !own.includes(place))).toEqual([]);
    if (effect === "read") expect(changed).toEqual([]);
    else expect(changed).toContain("sign_in_event");
  });

  test("gives nobody another person's session", async () => {
    const [mine, theirs] = [await session("employee"), await session("admin")];
    await SAMPLES[name]?.prepare?.(mine);
    const before = await fingerprint(admin);
    if (name === "identity.revoke_session") {
      expect(await codeOf(verb(as(mine), (await inputOf(theirs)) as never))).toBe("not_found");
      expect(differences(before, await fingerprint(admin))).toEqual([]);
    } else if (access === "signed_in" && effect === "read") {
      expect(recordIdsIn(await verb(as(mine), (await inputOf(mine)) as never))).not.toContain(theirs.sessionId);
    } else {
      await verb(as(mine), (await inputOf(mine)) as never);
      expect(await resolveSession(as(null), { sessionId: theirs.sessionId })).toMatchObject({ userId: theirs.userId });
    }
  });
});
