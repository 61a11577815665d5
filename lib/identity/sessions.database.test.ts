import { afterAll, beforeAll, expect, test } from "vitest";
import { WORLD_PASSWORD, testWorld, type World } from "#lib/testing/world.ts";
import {
  changePassword, endSessions, enterEngagement, enterOrganization, listMySessions, resolveSession, revokeOtherSessions, revokeSession, SESSION_LIFE, signIn, signOut, type GlobalContext,
} from "./index.ts";
import { newId } from "#lib/platform/ids.ts";
import { startSession } from "./sign-in.repository.ts";
import type { Role } from "#prisma/generated/enums.ts";

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

const nobody = (): GlobalContext => ({ caller: null, requestId: "req_test", clock: world.clock });

/** A session as signing in begins one, without the cost of a password. */
async function session(role: Role, of: World = world): Promise<GlobalContext & { caller: { userId: string; sessionId: string } }> {
  const now = world.clock.now();
  const caller = { userId: of.members[role].userId, sessionId: newId("ses", now.getTime()) };
  await startSession(world.runtime.database, { id: caller.sessionId, userId: caller.userId, userAgent: "A", now }, "", null);
  return { ...nobody(), caller };
}

const resolve = ({ caller }: { caller: { sessionId: string } }) => resolveSession(nobody(), { sessionId: caller.sessionId });

async function visitor(of: { caller: { sessionId: string } }) {
  const memberships = (await resolve(of))?.memberships ?? [];
  return { memberships, requestId: "req_test", clock: world.clock };
}

test("a session that is revoked is nobody's from the next request on", async () => {
  const laptop = await session("admin");
  const phone = await session("admin");
  expect(await resolve(laptop)).not.toBeNull();
  await revokeSession(phone, { sessionId: laptop.caller.sessionId });
  expect(await resolve(laptop)).toBeNull();
  expect(await resolve(phone)).not.toBeNull();
  await expect(revokeSession(phone, { sessionId: laptop.caller.sessionId })).rejects.toMatchObject({ code: "not_found" });
});

test("the operator ends one person's sessions, or everybody's, and each end is in the trail", async () => {
  const [mara, ines] = [await session("admin"), await session("compliance_manager")];
  const { email } = await world.runtime.database.userAccount.findUniqueOrThrow({ where: { id: mara.caller.userId } });
  expect(await endSessions(email.toUpperCase())).toBeGreaterThan(0);
  expect([await resolve(mara), (await resolve(ines)) === null]).toEqual([null, false]);
  expect(await world.runtime.database.signInEvent.count({ where: { sessionId: mara.caller.sessionId, outcome: "revoked" } })).toBe(1);
  const again = await session("admin");
  expect(await endSessions(null)).toBeGreaterThan(1);
  expect([await resolve(again), await resolve(ines), await endSessions(null)]).toEqual([null, null, 0]);
  await expect(endSessions("nobody@example.com")).rejects.toMatchObject({ code: "not_found" });
  await expect(endSessions("nobody")).rejects.toMatchObject({ code: "validation" });
});

test("nobody can revoke another person's session", async () => {
  const mine = await session("employee");
  const theirs = await session("admin");
  await expect(revokeSession(mine, { sessionId: theirs.caller.sessionId })).rejects.toMatchObject({ code: "not_found" });
  expect(await resolve(theirs)).not.toBeNull();
});

test("all other sessions end at once: one's own, and not the one that asks", async () => {
  const [here, there, elsewhere, theirs] = [await session("employee"), await session("employee"), await session("employee"), await session("admin")];
  expect(await revokeOtherSessions(here, {})).toBeGreaterThanOrEqual(2);
  expect([await resolve(here), await resolve(there), await resolve(elsewhere), await resolve(theirs)].map((one) => one !== null)).toEqual([true, false, false, true]);
  expect(await revokeOtherSessions(here, {})).toBe(0);
});

test("signing out ends the session on the server, twice without error", async () => {
  const mine = await session("employee");
  await signOut(mine, {});
  await signOut(mine, {});
  expect(await resolve(mine)).toBeNull();
  expect(await world.runtime.database.signInEvent.count({ where: { sessionId: mine.caller.sessionId, outcome: "signed_out" } })).toBe(1);
});

test("a disabled person's sessions end at once", async () => {
  const mine = await session("control_owner");
  await world.runtime.database.userAccount.update({ where: { id: mine.caller.userId }, data: { disabledAt: world.clock.now() } });
  expect(await resolve(mine)).toBeNull();
});

test("a session ends when it is idle for twelve hours, and after seven days however busy", async () => {
  const idle = await session("compliance_manager");
  world.clock.advance(SESSION_LIFE.idleMs - 1);
  expect(await resolve(idle)).not.toBeNull();
  world.clock.advance(SESSION_LIFE.idleMs);
  expect(await resolve(idle)).toBeNull();
  const busy = await session("compliance_manager");
  const step = 6 * 3_600_000;
  for (let at = step; at < SESSION_LIFE.absoluteMs; at += step) {
    world.clock.advance(step);
    expect(await resolve(busy)).not.toBeNull();
  }
  world.clock.advance(step);
  expect(await resolve(busy)).toBeNull();
});

test("the list shows living sessions only, names the one that asks, and only one's own", async () => {
  await session("admin");
  const first = await session("security_analyst");
  world.clock.advance(60_000);
  const second = await session("security_analyst");
  const rows = await listMySessions(second, {});
  expect(rows.map((row) => [row.sessionId, row.current])).toEqual([[second.caller.sessionId, true], [first.caller.sessionId, false]]);
});

test("without a session the verbs for the signed-in refuse", async () => {
  for (const work of [listMySessions(nobody(), {}), signOut(nobody(), {}), revokeSession(nobody(), { sessionId: "ses_x" })]) {
    await expect(work).rejects.toMatchObject({ code: "unauthorized" });
  }
});

test("an organization that one does not belong to is entered no more than one that does not exist", async () => {
  const mine = await visitor(await session("employee"));
  expect((await enterOrganization(world.slug, mine))?.organizationId).toBe(world.organizationId);
  expect(await enterOrganization(other.slug, mine)).toBeNull();
  expect(await enterOrganization("no-such-place", mine)).toBeNull();
  expect(await enterEngagement("eng_none", mine)).toBeNull();
});

test("a changed role and a removal act on the next request", async () => {
  const who = await session("employee");
  const { memberId } = world.members.employee;
  const update = (data: object) =>
    world.inTenant((tx) => tx.member.update({ where: { organizationId_id: { organizationId: world.organizationId, id: memberId } }, data }));
  const roleNow = async () => (await enterOrganization(world.slug, await visitor(who)))?.actor;
  expect(await roleNow()).toMatchObject({ role: "employee" });
  await update({ role: "security_analyst" });
  expect(await roleNow()).toMatchObject({ role: "security_analyst" });
  await update({ removedAt: world.clock.now() });
  expect(await roleNow()).toBeUndefined();
});

test("an auditor enters their own open engagement only, and no longer than it is open", async () => {
  const engagement = { organizationId: world.organizationId, name: "E", type: "type_2" as const, frameworkKey: "soc2-tsc-2017", firstDay: "2026-01-01", lastDay: "2026-12-31", timeZone: "UTC", auditFirm: "F", createdAt: world.clock.now() };
  const until = new Date(world.clock.now().getTime() + 3_600_000);
  await world.inTenant(async (tx) => {
    await tx.engagement.createMany({ data: [{ ...engagement, id: "eng_mine", accessUntil: until }, { ...engagement, id: "eng_theirs", accessUntil: until }] });
    await tx.engagementAuditor.create({ data: { organizationId: world.organizationId, engagementId: "eng_mine", memberId: world.members.auditor.memberId } });
  });
  const auditor = await visitor(await session("auditor"));
  expect((await enterEngagement("eng_mine", auditor))?.organizationId).toBe(world.organizationId);
  expect(await enterEngagement("eng_theirs", auditor)).toBeNull();
  expect(await enterEngagement("eng_mine", await visitor(await session("admin")))).toBeNull();
  expect(await enterEngagement("eng_mine", await visitor(await session("auditor", other)))).toBeNull();
  world.clock.set(until);
  expect(await enterEngagement("eng_mine", auditor)).toBeNull();
});

test("a new password needs the present one, ends all other sessions, and is the only one that opens afterwards", async () => {
  const here = await session("admin", other);
  const elsewhere = await session("admin", other);
  const next = "a much better sentence than before";
  await expect(changePassword(here, { current: "wrong", next })).rejects.toMatchObject({ problems: [{ path: "current" }] });
  await expect(changePassword(here, { current: WORLD_PASSWORD, next: "short" })).rejects.toMatchObject({ problems: [{ path: "next" }] });
  await changePassword(here, { current: WORLD_PASSWORD, next });
  expect(await resolve(here)).not.toBeNull();
  expect(await resolve(elsewhere)).toBeNull();
  const signInWith = (password: string) => signIn(nobody(), { email: other.members.admin.email, password, address: "192.0.2.1", userAgent: "A" });
  await expect(signInWith(WORLD_PASSWORD)).rejects.toMatchObject({ reason: "credentials_wrong" });
  await expect(signInWith(next)).resolves.toBeDefined();
});
