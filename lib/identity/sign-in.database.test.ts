import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { isCurrentPasswordHash } from "#lib/platform/crypto.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { testWorld, WORLD_PASSWORD, type World } from "#lib/testing/world.ts";
import { resolveSession, signIn, THROTTLE_LIMITS, THROTTLE_WINDOW_MS, type GlobalContext } from "./index.ts";
import { NOBODYS_HASH } from "./password.ts";
import { countAttempt } from "./sign-in.repository.ts";
import { throttleSubjects, type ThrottleKind } from "./sign-in-throttle.ts";

// Passwords are hashed at full cost here: half a second each on an idle core.
vi.setConfig({ testTimeout: 90_000 });

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
// Each test begins in a window of its own.
beforeEach(() => world.clock.advance(THROTTLE_WINDOW_MS));

const nobody = () => ({ caller: null, requestId: "req_test", clock: world.clock });
const attempt = async (email: string, password: string, address = "192.0.2.1", caller: GlobalContext["caller"] = null) => {
  const answer = await signIn({ ...nobody(), caller }, { email, password, address, userAgent: "Test\u0000Browser" });
  if (answer.outcome !== "signed_in") throw new Error(answer.outcome);
  return answer;
};

async function refusal(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (isAppError(error)) return { code: error.code, reason: error.reason, message: error.message, problems: error.problems };
    throw error;
  }
  throw new Error("was not refused");
}

/** Counts attempts as signIn does before it looks at the password: many of them, without the cost of hashing. */
async function counted(kind: ThrottleKind, email: string, address: string, times: number): Promise<void> {
  const subject = throttleSubjects(world.runtime.secret, email, address)[kind];
  for (let index = 0; index < times; index += 1) await countAttempt(world.runtime.database, subject, world.clock.now());
}

const events = (email: string, outcome: string) =>
  world.runtime.database.signInEvent.count({ where: { outcome, userId: Object.values(world.members).find((member) => member.email === email)?.userId ?? null } });

test("the right password begins a session that resolves to the person, and leaves a row without address or password", async () => {
  const { email, userId, name } = world.members.employee;
  const { sessionId } = await attempt(` ${email.toUpperCase()} `, WORLD_PASSWORD);
  const session = await resolveSession(nobody(), { sessionId });
  expect(session).toMatchObject({ userId, name, email, memberships: [{ organizationId: world.organizationId, memberId: world.members.employee.memberId }] });
  const row = await world.runtime.database.signInEvent.findFirstOrThrow({ where: { sessionId } });
  expect(row).toMatchObject({ outcome: "signed_in", userId });
  expect(JSON.stringify(row)).not.toMatch(/192\.0\.2\.1|@|battery/);
  expect(await world.runtime.database.session.findUniqueOrThrow({ where: { id: sessionId } })).toMatchObject({ userAgent: "Test Browser" });
});

test("a wrong password, an unknown account and a disabled account are one answer at one cost", async () => {
  const { email, userId } = world.members.control_owner;
  const wrong = await refusal(attempt(email, "not the password"));
  const unknown = await refusal(attempt("nobody@nowhere.example", WORLD_PASSWORD));
  const impossible = await refusal(attempt("not an address", WORLD_PASSWORD));
  await world.runtime.database.userAccount.update({ where: { id: userId }, data: { disabledAt: world.clock.now() } });
  const disabled = await refusal(attempt(email, WORLD_PASSWORD));
  await world.runtime.database.userAccount.update({ where: { id: userId }, data: { disabledAt: null } });
  expect(wrong).toMatchObject({ code: "unauthorized", reason: "credentials_wrong" });
  expect([unknown, impossible, disabled]).toEqual([wrong, wrong, wrong]);
  // An unknown account is verified against a hash with the parameters of real ones.
  expect(isCurrentPasswordHash(NOBODYS_HASH)).toBe(true);
});

test("an account is throttled from strange addresses alike whether it exists or not, also under parallel attempts", async () => {
  const { email } = world.members.security_analyst;
  for (const target of [email, "ghost@nowhere.example"]) {
    const attempts = Array.from({ length: THROTTLE_LIMITS.account + 5 }, (_, index) => refusal(attempt(target, "guess", `198.51.100.${index}`)));
    const reasons = (await Promise.all(attempts)).map((answer) => answer.reason);
    expect(reasons.filter((reason) => reason === "credentials_wrong")).toHaveLength(THROTTLE_LIMITS.account);
    expect(reasons.filter((reason) => reason === "sign_in_throttled")).toHaveLength(5);
    // Then the right password is refused too: a throttled attempt must not tell whether it was right.
    expect(await refusal(attempt(target, WORLD_PASSWORD, "198.51.100.77"))).toMatchObject({ reason: "sign_in_throttled" });
  }
  expect(await events(email, "throttled")).toBe(1);
});

test("who fails on an account from elsewhere does not lock its owner out of an address that the account knows", async () => {
  const { email } = world.members.admin;
  await attempt(email, WORLD_PASSWORD, "203.0.113.5");
  await counted("account", email, "198.51.100.1", THROTTLE_LIMITS.account - 1);
  expect(await refusal(attempt(email, "guess", "198.51.100.2"))).toMatchObject({ reason: "credentials_wrong" });
  expect(await refusal(attempt(email, WORLD_PASSWORD, "198.51.100.99"))).toMatchObject({ reason: "sign_in_throttled" });
  await expect(attempt(email, WORLD_PASSWORD, "203.0.113.5")).resolves.toMatchObject({ userId: world.members.admin.userId });
});

test("a known address is throttled on its own count, and opens again after the window", async () => {
  const { email } = world.members.compliance_manager;
  await attempt(email, WORLD_PASSWORD, "203.0.113.6");
  await counted("pair", email, "203.0.113.6", THROTTLE_LIMITS.pair - 1);
  expect(await refusal(attempt(email, "guess", "203.0.113.6"))).toMatchObject({ reason: "credentials_wrong" });
  expect(await refusal(attempt(email, WORLD_PASSWORD, "203.0.113.6"))).toMatchObject({ reason: "sign_in_throttled" });
  world.clock.advance(THROTTLE_WINDOW_MS);
  await expect(attempt(email, WORLD_PASSWORD, "203.0.113.6")).resolves.toBeDefined();
});

test("one address cannot try many accounts, and a success of its own does not clear its count", async () => {
  await counted("address", "", "203.0.113.9", THROTTLE_LIMITS.address - 1);
  await attempt(world.members.employee.email, WORLD_PASSWORD, "203.0.113.9");
  expect(await refusal(attempt("last@nowhere.example", "guess", "203.0.113.9"))).toMatchObject({ reason: "credentials_wrong" });
  expect(await refusal(attempt("one-more@nowhere.example", "guess", "203.0.113.9"))).toMatchObject({ reason: "sign_in_throttled" });
  expect(await refusal(attempt("one-more@nowhere.example", "guess", "203.0.113.10"))).toMatchObject({ reason: "credentials_wrong" });
});

test("every sign-in has a new session id, and ends the session that the browser had before (session fixation)", async () => {
  const { email, userId } = world.members.auditor;
  const first = await attempt(email, WORLD_PASSWORD);
  const caller = { userId, sessionId: first.sessionId };
  const second = await attempt(email, WORLD_PASSWORD, "192.0.2.1", caller);
  expect(second.sessionId).not.toBe(first.sessionId);
  expect(await resolveSession(nobody(), { sessionId: first.sessionId })).toBeNull();
  expect(await resolveSession(nobody(), { sessionId: second.sessionId })).not.toBeNull();
});

test("a hash with older parameters is renewed at sign-in and still opens", async () => {
  const { email, userId } = world.members.auditor;
  await attempt(email, WORLD_PASSWORD);
  const { passwordHash } = await world.runtime.database.userAccount.findUniqueOrThrow({ where: { id: userId } });
  expect(isCurrentPasswordHash(passwordHash)).toBe(true);
  await expect(attempt(email, WORLD_PASSWORD)).resolves.toBeDefined();
});
