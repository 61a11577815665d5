import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changeSetting } from "#lib/settings/index.ts";
import { completeSignIn, enterOrganization, hasSecondFactor, resolveSession, resetPassword, type GlobalContext } from "#lib/identity/index.ts";
import { totpLabel } from "#lib/identity/check-code.ts";
import { hotp, stepOf } from "#lib/identity/totp.ts";
import { changeRole, createTeam, removeMember } from "#lib/people/index.ts";
import { wrapSecret } from "#lib/platform/crypto.ts";
import { fakeProvider, FAKE_CLIENT, type FakeProvider, type FakeSignIn } from "#lib/testing/fake-provider.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { addDomain, beginProviderSignIn, completeProviderSignIn, confirmDomain, connectProvider, disconnectProvider, enforceProvider, proveDomain, readProvider, setProviderRules, type ProviderSignIn } from "./index.ts";
import type { ProviderRules } from "./provider.repository.ts";

const DOMAIN = "fernhall.example";
const OPEN: ProviderRules = { roleClaim: "", roles: [], fallbackRole: "employee", newMembers: true, trustUnstatedMail: false };

let world: World;
let other: World;
let provider: FakeProvider;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  provider = await fakeProvider(() => world.clock.now());
  await connectTo(world, provider);
  await addDomain(world.as("admin"), { domain: DOMAIN });
  expect(await reasonOf(proveDomain(world.as("admin"), { domain: DOMAIN }))).toBe("record_missing");
  const { domains } = await readProvider(world.as("admin"), {});
  const { name, value } = domains[0]!.record;
  world.records.set(name, ["v=spf1 -all", value]);
  await proveDomain(world.as("admin"), { domain: DOMAIN });
});
beforeEach(async () => {
  world.clock.advance(16 * 60_000);
  provider.userInfo = null;
  await setProviderRules(world.as("admin"), OPEN);
});
afterAll(async () => {
  await provider.close();
  await world.close();
  await other.close();
});

const connectTo = (of: World, { issuer }: FakeProvider) => connectProvider(of.as("admin"), { issuer, clientId: FAKE_CLIENT.id, clientSecret: FAKE_CLIENT.secret });
const person = (name: string, more: object = {}) => ({ sub: `subject-of-${name}`, email: `${name}@${DOMAIN}`, email_verified: true, name, ...more });

async function depart(next = "/") {
  const departure = await beginProviderSignIn({ slug: world.slug }, { address: "192.0.2.1", next });
  if (departure === null) throw new Error("there is no provider to go to");
  return departure;
}

type Return = { search: string; sealed: string; organizationId?: string; replaced?: { userId: string; sessionId: string } | null };
const comeBack = ({ search, sealed, organizationId, replaced }: Return): Promise<ProviderSignIn> =>
  completeProviderSignIn({ organizationId: organizationId ?? world.organizationId, search, sealed, address: "192.0.2.1", userAgent: "Browser", replaced: replaced ?? null, requestId: "req_test" });

async function signInAs(how: FakeSignIn, next = "/"): Promise<ProviderSignIn> {
  const { url, sealed } = await depart(next);
  return comeBack({ search: provider.signIn(url, how), sealed });
}

const reason = (answer: ProviderSignIn): string => (answer.outcome === "refused" ? answer.reason : answer.outcome);
const nobody = (): GlobalContext => ({ caller: null, requestId: "req_test", clock: world.clock });

async function sessionOf(answer: ProviderSignIn) {
  if (answer.outcome !== "signed_in") throw new Error(`expected a session, got ${reason(answer)}`);
  const session = await resolveSession(nobody(), { sessionId: answer.sessionId });
  if (session === null) throw new Error("the session does not live");
  return session;
}
const enter = async (answer: ProviderSignIn, of: World = world) => enterOrganization(of.slug, { memberships: (await sessionOf(answer)).memberships, requestId: "r", clock: world.clock });
const memberNamed = (email: string) => world.inTenant((tx) => tx.member.findFirst({ where: { email } }));
const trail = (action: string) => world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { action }, orderBy: { id: "asc" } }));

/** A member whose address is of the proven domain. */
async function memberWith(role: Role, name: string): Promise<{ userId: string; memberId: string; email: string }> {
  const { userId, memberId } = world.members[role];
  const email = `${name}@${DOMAIN}`;
  await world.runtime.database.userAccount.update({ where: { id: userId }, data: { email } });
  await world.inTenant((tx) => tx.member.update({ where: { organizationId_id: { organizationId: world.organizationId, id: memberId } }, data: { email } }));
  return { userId, memberId, email };
}

describe("nobody is signed in by an answer", () => {
  const wrong: [string, FakeSignIn["wrong"], Partial<FakeSignIn>?][] = [
    ["of another issuer", { iss: "https://evil.example" }],
    ["for another audience", { aud: "another-client" }],
    ["to another sign-in (nonce)", { nonce: "made-up" }],
    ["without a nonce", { nonce: undefined }],
    ["that has expired", { exp: 1 }],
    ["of the future", { iat: 4_000_000_000, nbf: 4_000_000_000 }],
    ["signed by another key", {}, { signature: "other key" }],
    ["that is not signed (alg none)", {}, { signature: "none" }],
    ["signed by the shared secret (HS256)", {}, { signature: "HS256" }],
    ["that another provider's address is given with (RFC 9207)", {}, { iss: "https://evil.example" }],
    ["whose issuer is left out of the address although the provider promises it", {}, { iss: null }],
  ];
  test.each(wrong)("%s", async (_what, claims, how = {}) => {
    expect(reason(await signInAs({ claims: person("wilma"), ...(claims === undefined ? {} : { wrong: claims }), ...how }))).toBe("provider_failed");
    expect(await memberNamed(`wilma@${DOMAIN}`)).toBeNull();
  });

  test("with another state, without one, or with that of another window", async () => {
    const [one, two] = [await depart(), await depart()];
    const search = provider.signIn(one.url, { claims: person("wilma") });
    for (const changed of [search.replace(/state=[^&]+/, "state=made-up"), search.replace(/&state=[^&]+/, "")]) expect(reason(await comeBack({ search: changed, sealed: one.sealed }))).toBe("ended");
    expect(reason(await comeBack({ search, sealed: two.sealed }))).toBe("ended");
  });

  test("that comes a second time", async () => {
    const { url, sealed } = await depart();
    const search = provider.signIn(url, { claims: person("once") });
    expect(reason(await comeBack({ search, sealed }))).toBe("signed_in");
    expect(reason(await comeBack({ search, sealed }))).toBe("ended");
  });

  test("whose code was used in another sign-in", async () => {
    const [one, two] = [await depart(), await depart()];
    const search = provider.signIn(one.url, { claims: person("once") });
    expect(reason(await comeBack({ search, sealed: one.sealed }))).toBe("signed_in");
    const state = new URL(two.url).searchParams.get("state") ?? "";
    expect(reason(await comeBack({ search: search.replace(/state=[^&]+/, `state=${state}`), sealed: two.sealed }))).toBe("provider_failed");
  });

  test("that comes after a quarter of an hour, or to a browser that left for nowhere", async () => {
    const { url, sealed } = await depart();
    const search = provider.signIn(url, { claims: person("late") });
    expect(reason(await comeBack({ search, sealed: "" }))).toBe("ended");
    expect(reason(await comeBack({ search, sealed: sealed.replace(/^.{8}/, "AAAAAAAA") }))).toBe("ended");
    world.clock.advance(15 * 60_000);
    expect(reason(await comeBack({ search, sealed }))).toBe("ended");
  });

  test("that comes to another organization's address, or after the provider was replaced", async () => {
    const { url, sealed } = await depart();
    const search = provider.signIn(url, { claims: person("wilma") });
    expect(reason(await comeBack({ search, sealed, organizationId: other.organizationId }))).toBe("ended");
    const second = await fakeProvider(() => world.clock.now());
    await connectTo(world, second);
    expect(reason(await comeBack({ search, sealed }))).toBe("ended");
    await connectTo(world, provider);
    await second.close();
  });

  test("in which the provider itself refuses", async () => {
    const { url, sealed } = await depart();
    const state = new URL(url).searchParams.get("state") ?? "";
    expect(reason(await comeBack({ search: `?error=access_denied&state=${state}&iss=${encodeURIComponent(provider.issuer)}`, sealed }))).toBe("provider_refused");
  });
});

describe("an address", () => {
  test.each([[false, false], [undefined, false], [false, true]])("that is not verified (%s) names nobody", async (email_verified, trustUnstatedMail) => {
    await setProviderRules(world.as("admin"), { ...OPEN, trustUnstatedMail });
    expect(reason(await signInAs({ claims: person("unverified", { email_verified }) }))).toBe("address_unverified");
  });

  test("of which the provider does not say whether it is verified counts only where an administrator said so", async () => {
    await setProviderRules(world.as("admin"), { ...OPEN, trustUnstatedMail: true });
    expect(reason(await signInAs({ claims: person("unstated", { email_verified: undefined }) }))).toBe("signed_in");
  });

  test("of a domain that is not proven names nobody, although the provider vouches for it", async () => {
    await addDomain(world.as("admin"), { domain: "unproven.example" });
    for (const domain of ["evil.example", "unproven.example", `${DOMAIN}.evil.example`]) {
      expect(reason(await signInAs({ claims: person("x", { email: `x@${domain}` }) }))).toBe("foreign_domain");
    }
  });

  test("of somebody who has an account but is no member takes nothing over, whatever the provider says", async () => {
    const { userId } = other.members.control_owner;
    await world.runtime.database.userAccount.update({ where: { id: userId }, data: { email: `victim@${DOMAIN}` } });
    expect(reason(await signInAs({ claims: person("victim") }))).toBe("not_a_member");
    expect(await world.runtime.database.session.count({ where: { userId } })).toBe(0);
  });

  test("that a second person at the provider has now does not lead to the first one's account", async () => {
    expect(reason(await signInAs({ claims: person("recycled") }))).toBe("signed_in");
    expect(reason(await signInAs({ claims: person("recycled", { sub: "another-subject" }) }))).toBe("address_of_another");
  });

  test("that changes at the provider changes nothing: issuer and subject say who it is", async () => {
    const first = await sessionOf(await signInAs({ claims: person("renamed") }));
    const second = await sessionOf(await signInAs({ claims: person("renamed", { email: "anything@evil.example", email_verified: false }) }));
    expect(second.userId).toBe(first.userId);
  });
});

describe("a session that a provider begins", () => {
  test("opens its organization and no other, whatever else the person belongs to", async () => {
    const { userId, email } = await memberWith("security_analyst", "both");
    await other.inTenant((tx) => tx.$executeRaw`SELECT directory_add_membership(${userId}, ${other.members.employee.memberId})`);
    const answer = await signInAs({ claims: person("both") });
    const session = await sessionOf(answer);
    expect([session.email, session.memberships.map(({ organizationId }) => organizationId)]).toEqual([email, [world.organizationId]]);
    expect((await enter(answer))?.actor).toMatchObject({ role: "security_analyst", owes: null });
    expect(await enter(answer, other)).toBeNull();
  });

  test("is a new one, and the one that the browser had before ends (session fixation)", async () => {
    const before = await signInAs({ claims: person("fixed") });
    const { userId, sessionId } = await sessionOf(before);
    const { url, sealed } = await depart();
    const after = await comeBack({ search: provider.signIn(url, { claims: person("fixed") }), sealed, replaced: { userId, sessionId } });
    expect((await sessionOf(after)).sessionId).not.toBe(sessionId);
    expect(await resolveSession(nobody(), { sessionId })).toBeNull();
  });

  test("is not begun for whoever was removed or disabled", async () => {
    const answer = await signInAs({ claims: person("leaver") });
    const { userId } = await sessionOf(answer);
    await world.runtime.database.userAccount.update({ where: { id: userId }, data: { disabledAt: world.clock.now() } });
    expect(reason(await signInAs({ claims: person("leaver") }))).toBe("not_a_member");
    await world.runtime.database.userAccount.update({ where: { id: userId }, data: { disabledAt: null } });
    await removeMember(world.as("admin"), { memberId: (await memberNamed(`leaver@${DOMAIN}`))?.id ?? "" });
    expect(reason(await signInAs({ claims: person("leaver") }))).toBe("not_a_member");
    expect(await enter(answer)).toBeNull();
  });

  test("ends when the provider is disconnected; people choose a password by mail then", async () => {
    const answer = await signInAs({ claims: person("stays") });
    const { userId } = await sessionOf(answer);
    expect(await disconnectProvider(world.as("admin"), {})).toBeGreaterThan(0);
    expect(await resolveSession(nobody(), { sessionId: answer.outcome === "signed_in" ? answer.sessionId : "" })).toBeNull();
    expect(await beginProviderSignIn({ slug: world.slug }, { address: "192.0.2.1", next: "/" })).toBeNull();
    expect(await reasonOf(resetPassword(nobody(), { token: "none", password: "a sentence of one's own" }))).toBe("link_ended");
    expect(await memberNamed(`stays@${DOMAIN}`)).toMatchObject({ userId, removedAt: null });
    await connectTo(world, provider);
  });
});

describe("people whom nobody invited", () => {
  test("become members only where that is wanted, with a name, a role and a trail", async () => {
    await setProviderRules(world.as("admin"), { ...OPEN, newMembers: false });
    expect(reason(await signInAs({ claims: person("newcomer") }))).toBe("not_a_member");
    await setProviderRules(world.as("admin"), { ...OPEN, fallbackRole: "control_owner" });
    provider.userInfo = { name: "Nora Newcomer", email: "somebody@else.example" };
    const answer = await signInAs({ claims: { ...person("newcomer"), sub: "subject-1", name: undefined } });
    expect((await enter(answer))?.actor).toMatchObject({ name: "Nora Newcomer", role: "control_owner" });
    expect(await memberNamed(`newcomer@${DOMAIN}`)).toMatchObject({ role: "control_owner" });
    expect((await trail("member.added")).at(-1)).toMatchObject({ actorKind: "system", changes: { email: `newcomer@${DOMAIN}`, by: "provider" } });
  });
});

describe("the role that the provider gives", () => {
  const mapped = (fallbackRole: ProviderRules["fallbackRole"], teamIds: string[] = []): ProviderRules => ({
    ...OPEN, roleClaim: "groups", fallbackRole,
    roles: [{ value: "grc", role: "compliance_manager", teamIds }, { value: "soc", role: "security_analyst", teamIds: [] }, { value: "it-admins", role: "admin", teamIds: [] }],
  });
  const roleOf = async (name: string) => (await memberNamed(`${name}@${DOMAIN}`))?.role;

  test("is given anew at each sign-in, with its teams, and goes when the group goes", async () => {
    const teamId = await createTeam(world.as("admin"), { name: "Compliance", memberIds: [] });
    await setProviderRules(world.as("admin"), mapped("employee", [teamId]));
    const teams = async () => (await world.inTenant((tx) => tx.teamMember.findMany({ where: { teamId } }))).length;
    await signInAs({ claims: person("mover", { groups: ["everyone", "soc", "grc"] }) });
    expect([await roleOf("mover"), await teams()]).toEqual(["compliance_manager", 1]);
    await signInAs({ claims: person("mover", { groups: "soc" }) });
    expect([await roleOf("mover"), await teams()]).toEqual(["security_analyst", 0]);
    await signInAs({ claims: person("mover", { groups: [{ not: "a text" }, 7] }) });
    expect(await roleOf("mover")).toBe("employee");
  });

  test("is refused where no group has one, and what was held before is taken away with its sessions", async () => {
    await setProviderRules(world.as("admin"), mapped("refuse"));
    const answer = await signInAs({ claims: person("expelled", { groups: ["grc"] }) });
    expect(reason(await signInAs({ claims: person("expelled", { groups: [] }) }))).toBe("no_role");
    expect(await roleOf("expelled")).toBe("employee");
    expect(await resolveSession(nobody(), { sessionId: answer.outcome === "signed_in" ? answer.sessionId : "" })).toBeNull();
    expect(reason(await signInAs({ claims: person("stranger", { groups: [] }) }))).toBe("no_role");
    expect(await roleOf("stranger")).toBeUndefined();
  });

  test("does not take the last administrator away", async () => {
    await setProviderRules(world.as("admin"), mapped("employee"));
    const { memberId } = await memberWith("admin", "boss");
    expect((await enter(await signInAs({ claims: person("boss", { groups: [] }) })))?.actor).toMatchObject({ role: "admin" });
    expect((await trail("member.role_kept")).at(-1)).toMatchObject({ subjectId: memberId });
  });

  test("is not the provider's to give where no claim is mapped", async () => {
    const { email } = await memberWith("compliance_manager", "manual");
    await signInAs({ claims: person("manual", { groups: ["it-admins"] }) });
    expect(await memberNamed(email)).toMatchObject({ role: "compliance_manager" });
  });
});

describe("a second factor", () => {
  const SECRET = Buffer.alloc(20, 9);
  const demand = (from: string) => {
    // Of two versions of one instant neither is the newer.
    world.clock.advance(1);
    return changeSetting(world.as("admin"), { name: "second_factor_required_from", value: from });
  };

  test("that the organization demands is shown by a provider that says so, and not by one that does not", async () => {
    await demand("2026-01-01");
    expect((await enter(await signInAs({ claims: person("factor", { amr: ["pwd"] }) })))?.actor).toMatchObject({ owes: "second_factor" });
    for (const says of [{ amr: ["pwd", "otp"] }, { amr: ["mfa"] }, { acr: "phr" }]) {
      expect((await enter(await signInAs({ claims: person("factor", says) })))?.actor).toMatchObject({ owes: null });
    }
    await demand("never");
  });

  test("of one's own is asked for after a provider that asked for none, and the session still opens that organization alone", async () => {
    const { userId } = await sessionOf(await signInAs({ claims: person("careful") }));
    const { database, masterKey } = world.runtime;
    await database.totpFactor.create({ data: { userId, wrappedSecret: new Uint8Array(wrapSecret(masterKey, totpLabel(userId), SECRET)), createdAt: world.clock.now(), confirmedAt: world.clock.now(), lastStep: 0 } });
    expect(await hasSecondFactor(database, userId)).toBe(true);
    const answer = await signInAs({ claims: person("careful") });
    if (answer.outcome !== "second_step_due") throw new Error(reason(answer));
    const { sessionId } = await completeSignIn(nobody(), { pendingToken: answer.pendingToken, code: hotp(SECRET, stepOf(world.clock.now())), address: "192.0.2.1", userAgent: "B" });
    expect(await resolveSession(nobody(), { sessionId })).toMatchObject({ organizationId: world.organizationId, memberships: [{ signedInBy: "provider_with_second_factor" }] });
    expect(reason(await signInAs({ claims: person("careful", { amr: ["mfa"] }) }))).toBe("signed_in");
  });
});

describe("where the provider is the only way in", () => {
  const own = (role: Role) => enterOrganization(world.slug, { memberships: [{ organizationId: world.organizationId, memberId: world.members[role].memberId, signedInBy: "own" }], requestId: "r", clock: world.clock });

  test("nobody enters past it but the chosen administrators, with a second factor of their own, and auditors", async () => {
    await signInAs({ claims: person("proof") });
    expect(await reasonOf(enforceProvider(world.as("admin"), { enforced: true, exemptMemberIds: [] }))).toBe("exempt_missing");
    expect(await reasonOf(enforceProvider(world.as("admin"), { enforced: true, exemptMemberIds: [world.members.employee.memberId] }))).toBe("administrator_not_found");
    await enforceProvider(world.as("admin"), { enforced: true, exemptMemberIds: [world.members.admin.memberId] });
    expect((await own("employee"))?.actor).toMatchObject({ owes: "provider" });
    expect((await own("admin"))?.actor).toMatchObject({ owes: "second_factor" });
    expect((await own("auditor"))?.actor).toMatchObject({ owes: null });
    expect((await enter(await signInAs({ claims: person("proof") })))?.actor).toMatchObject({ owes: null });
    expect(await reasonOf(setProviderRules({ ...world.as("admin"), actor: (await own("employee"))!.actor }, OPEN))).toBe("provider_required");
  });

  test("the last administrator who gets in when it fails can neither go nor be made less", async () => {
    const { memberId } = world.members.admin;
    await changeRole(world.as("admin"), { memberId: world.members.employee.memberId, role: "admin" });
    expect(await reasonOf(changeRole(world.as("admin"), { memberId, role: "employee" }))).toBe("last_exempt_admin");
    expect(await reasonOf(removeMember(world.as("admin"), { memberId }))).toBe("last_exempt_admin");
    await enforceProvider(world.as("admin"), { enforced: false, exemptMemberIds: [] });
  });

  test("it must have worked once before", async () => {
    const second = await fakeProvider(() => world.clock.now());
    await connectTo(other, second);
    expect(await reasonOf(enforceProvider(other.as("admin"), { enforced: true, exemptMemberIds: [other.members.admin.memberId] }))).toBe("nobody_came_by_provider");
    await second.close();
  });
});

test("a domain leads to the organization that has proven it, and the answer depends on nobody's account", async () => {
  for (const local of ["known", "nobody-at-all"]) {
    const found = await beginProviderSignIn({ email: `${local}@${DOMAIN.toUpperCase()}` }, { address: "192.0.2.1", next: "/" });
    expect(new URL(found?.url ?? "").origin).toBe(provider.issuer);
  }
  for (const place of [{ email: "a@elsewhere.example" }, { email: "no address" }, { slug: "no-such-organization" }]) {
    expect(await beginProviderSignIn(place, { address: "192.0.2.1", next: "/" })).toBeNull();
  }
  await addDomain(other.as("admin"), { domain: DOMAIN });
  expect(await reasonOf(confirmDomain(other.asSystem(), { domain: DOMAIN }))).toBe("domain_taken");
});

test("the address of departure asks for a code, with PKCE, state and nonce, and carries no secret", async () => {
  const { url, sealed } = await depart("/x");
  const { searchParams } = new URL(url);
  expect(Object.fromEntries(searchParams)).toMatchObject({ response_type: "code", client_id: FAKE_CLIENT.id, code_challenge_method: "S256", redirect_uri: `http://tickmark.test/api/sign-in/callback/${world.organizationId}` });
  for (const name of ["state", "nonce", "code_challenge"]) expect(searchParams.get(name)?.length).toBeGreaterThan(40);
  expect(`${url}${Buffer.from(sealed, "base64url").toString("latin1")}`).not.toContain(FAKE_CLIENT.secret);
});
