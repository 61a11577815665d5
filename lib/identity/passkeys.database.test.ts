import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#lib/platform/ids.ts";
import { softwareAuthenticator, type Claims, type SoftwareAuthenticator } from "#lib/testing/software-authenticator.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, WORLD_PASSWORD, type World, type WorldMember } from "#lib/testing/world.ts";
import {
  addPasskey, beginPasskey, beginPasskeySignIn, readMyFactors, removePasskey, renamePasskey, resolveSession, signIn, signInWithPasskey, THROTTLE_LIMITS, THROTTLE_WINDOW_MS, type GlobalContext,
} from "./index.ts";
import { startSession } from "./sign-in.repository.ts";

type Caller = NonNullable<GlobalContext["caller"]>;

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(() => world.clock.advance(THROTTLE_WINDOW_MS));

// As the world's base URL has it.
const HERE: Claims = { origin: "http://tickmark.test", rpId: "tickmark.test" };
const as = (caller: Caller | null): GlobalContext => ({ caller, requestId: "req_test", clock: world.clock });

async function session({ userId }: WorldMember): Promise<Caller> {
  const now = world.clock.now();
  const caller = { userId, sessionId: newId("ses", now.getTime()) };
  await startSession(world.runtime.database, { id: caller.sessionId, userId, userAgent: "Browser", now }, "", null);
  return caller;
}

async function registration(caller: Caller): Promise<{ challenge: string; sealed: string }> {
  const { options, sealed } = await beginPasskey(as(caller), { proof: WORLD_PASSWORD });
  return { challenge: options.challenge, sealed };
}

async function owner(person: WorldMember): Promise<{ caller: Caller; device: SoftwareAuthenticator; passkeyId: string }> {
  const [caller, device] = [await session(person), softwareAuthenticator()];
  const { challenge, sealed } = await registration(caller);
  await addPasskey(as(caller), { sealed, response: device.register(challenge, HERE), name: "Laptop" });
  const [passkey] = (await readMyFactors(as(caller), {})).passkeys;
  return { caller, device, passkeyId: passkey?.id ?? "" };
}

async function question(): Promise<{ challenge: string; sealed: string }> {
  const { options, sealed } = await beginPasskeySignIn(as(null), {});
  return { challenge: options.challenge, sealed };
}
const enter = (sealed: string, response: string, address = "192.0.2.1") => signInWithPasskey(as(null), { sealed, response, address, userAgent: "Browser" });

describe("adding a passkey", () => {
  test("wants the password, brings recovery codes, ends sessions begun without it, and is asked for its person and its place", async () => {
    const person = world.members.employee;
    const [caller, elsewhere, device] = [await session(person), await session(person), softwareAuthenticator()];
    expect(await reasonOf(beginPasskey(as(caller), { proof: "not my password at all" }))).toBe("proof_refused");
    const { options, sealed } = await beginPasskey(as(caller), { proof: WORLD_PASSWORD });
    expect(options).toMatchObject({ rp: { id: "tickmark.test" }, authenticatorSelection: { residentKey: "required", userVerification: "required" } });
    const { recoveryCodes } = await addPasskey(as(caller), { sealed, response: device.register(options.challenge, HERE), name: " Work laptop " });
    expect(recoveryCodes).toHaveLength(10);
    expect((await readMyFactors(as(caller), {})).passkeys).toMatchObject([{ name: "Work laptop", lastUsedAt: null }]);
    expect(await resolveSession(as(null), { sessionId: elsewhere.sessionId })).toBeNull();
    expect((await signIn(as(null), { email: person.email, password: WORLD_PASSWORD, address: "192.0.2.1", userAgent: "" })).outcome).toBe("second_step_due");
    const second = await beginPasskey(as(caller), { proof: WORLD_PASSWORD });
    expect(second.options.excludeCredentials).toMatchObject([{ id: device.credentialId }]);
    expect(await reasonOf(addPasskey(as(caller), { sealed: second.sealed, response: device.register(second.options.challenge, HERE), name: "Again" }))).toBe("passkey_known");
  });

  test.each<[string, Partial<Claims>]>([["another origin", { origin: "http://tickmark.test.evil.example" }], ["another host name", { rpId: "evil.example" }], ["a person who was not verified", { userVerified: false }]])(
    "is refused for %s",
    async (_what, claims) => {
      const caller = await session(world.members.control_owner);
      const { challenge, sealed } = await registration(caller);
      expect(await reasonOf(addPasskey(as(caller), { sealed, response: softwareAuthenticator().register(challenge, { ...HERE, ...claims }), name: "X" }))).toBe("passkey_refused");
      expect((await readMyFactors(as(caller), {})).passkeys).toEqual([]);
    },
  );

  test("takes a challenge once, of this session alone, in its time, and none that was made for signing in", async () => {
    const [caller, other] = [await session(world.members.control_owner), await session(world.members.control_owner)];
    const add = (by: Caller, sealed: string, challenge: string) => reasonOf(addPasskey(as(by), { sealed, response: softwareAuthenticator().register(challenge, HERE), name: "X" }));
    const own = await registration(caller);
    expect(await add(other, own.sealed, own.challenge)).toBe("passkey_refused");
    const signing = await question();
    expect(await add(caller, signing.sealed, signing.challenge)).toBe("passkey_refused");
    expect(await add(caller, own.sealed.replace(/.$/, (last) => (last === "0" ? "1" : "0")), own.challenge)).toBe("passkey_refused");
    const late = await registration(caller);
    world.clock.advance(5 * 60_000);
    expect(await add(caller, late.sealed, late.challenge)).toBe("passkey_refused");
    const fresh = await registration(caller);
    expect((await Promise.all([add(caller, fresh.sealed, fresh.challenge), add(caller, fresh.sealed, fresh.challenge)])).sort()).toEqual(["done", "passkey_refused"]);
    expect(await add(caller, fresh.sealed, fresh.challenge)).toBe("passkey_refused");
  });
});

describe("signing in with a passkey", () => {
  test("begins a session of both factors, and ends the one that the browser had", async () => {
    const person = world.members.security_analyst;
    const { caller, device } = await owner(person);
    const { challenge, sealed } = await question();
    const done = await signInWithPasskey(as(caller), { sealed, response: device.answer(challenge, HERE), address: "192.0.2.1", userAgent: "Browser" });
    expect(await resolveSession(as(null), { sessionId: done.sessionId })).toMatchObject({ userId: person.userId });
    expect(await resolveSession(as(null), { sessionId: caller.sessionId })).toBeNull();
    expect((await readMyFactors(as({ ...caller, sessionId: done.sessionId }), {})).passkeys[0]?.lastUsedAt).toEqual(world.clock.now());
  });

  test("is refused for another origin, host or challenge, an unverified or disabled person, a stranger, and what is no answer, all alike", async () => {
    const person = world.members.compliance_manager;
    const { device } = await owner(person);
    const refuse = async (response: (challenge: string) => string) => {
      const { challenge, sealed } = await question();
      expect(await reasonOf(enter(sealed, response(challenge)))).toBe("passkey_refused");
    };
    await refuse((challenge) => device.answer(challenge, { ...HERE, origin: "https://evil.example" }));
    await refuse((challenge) => device.answer(challenge, { ...HERE, rpId: "evil.example" }));
    await refuse((challenge) => device.answer(challenge, { ...HERE, userVerified: false }));
    await refuse(() => device.answer("another", HERE));
    await refuse((challenge) => softwareAuthenticator().answer(challenge, HERE));
    for (const text of ["{}", "[]", "not JSON", "null"]) await refuse(() => text);
    // Another's signature under this credential's id.
    await refuse((challenge) => JSON.stringify({ ...JSON.parse(softwareAuthenticator().answer(challenge, HERE)) as object, id: device.credentialId, rawId: device.credentialId }));
    await world.runtime.database.userAccount.update({ where: { id: person.userId }, data: { disabledAt: world.clock.now() } });
    await refuse((challenge) => device.answer(challenge, HERE));
    await world.runtime.database.userAccount.update({ where: { id: person.userId }, data: { disabledAt: null } });
    const { challenge, sealed } = await question();
    expect(await reasonOf(enter(sealed, device.answer(challenge, HERE)))).toBe("done");
  });

  test("takes an answer once, also from two at the same time, and none of a copied device whose counter lags", async () => {
    const { device } = await owner(world.members.auditor);
    const { challenge, sealed } = await question();
    const response = device.answer(challenge, { ...HERE, counter: 7 });
    expect((await Promise.all([reasonOf(enter(sealed, response)), reasonOf(enter(sealed, response))])).sort()).toEqual(["done", "passkey_refused"]);
    const again = await question();
    expect(await reasonOf(enter(again.sealed, device.answer(again.challenge, { ...HERE, counter: 7 })))).toBe("passkey_refused");
  });

  test("is throttled by address, and locks nobody out elsewhere", async () => {
    const { device } = await owner(world.members.admin);
    for (let index = 0; index < THROTTLE_LIMITS.address; index += 1) await reasonOf(enter((await question()).sealed, "{}", "198.51.100.7"));
    const { challenge, sealed } = await question();
    const response = device.answer(challenge, HERE);
    expect(await reasonOf(enter(sealed, response, "198.51.100.7"))).toBe("sign_in_throttled");
    expect(await reasonOf(enter(sealed, response, "198.51.100.8"))).toBe("done");
  });
});

describe("a person's passkeys", () => {
  test("are named and removed by their person alone, with a trail, and sign in no more", async () => {
    const { caller, device, passkeyId } = await owner(world.members.employee);
    const stranger = await session(world.members.control_owner);
    expect(await reasonOf(renamePasskey(as(stranger), { passkeyId, name: "Mine" }))).toBe("passkey_not_found");
    expect(await reasonOf(removePasskey(as(stranger), { passkeyId, proof: WORLD_PASSWORD }))).toBe("passkey_not_found");
    world.clock.advance(1000);
    await renamePasskey(as(caller), { passkeyId, name: "Phone" });
    world.clock.advance(1000);
    await removePasskey(as(caller), { passkeyId, proof: WORLD_PASSWORD });
    const { challenge, sealed } = await question();
    expect(await reasonOf(enter(sealed, device.answer(challenge, HERE)))).toBe("passkey_refused");
    const entries = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: world.members.employee.memberId, action: { startsWith: "member.passkey" } }, orderBy: { id: "asc" } }));
    expect(entries.slice(-3).map(({ action, changes }) => [action, changes])).toEqual([
      ["member.passkey_added", { name: "Laptop" }],
      ["member.passkey_renamed", { name: { before: "Laptop", after: "Phone" } }],
      ["member.passkey_removed", { name: "Phone" }],
    ]);
  });
});
