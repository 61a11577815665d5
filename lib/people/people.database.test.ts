import { afterAll, beforeAll, expect, test } from "vitest";
import { enterOrganization, memberContext, resolveSession, signIn } from "#lib/identity/index.ts";
import { testWorld, WORLD_PASSWORD, type World } from "#lib/testing/world.ts";
import { addMember, changeRole, createTeam, listPeople, removeMember } from "./index.ts";

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

const entries = (action: string, subjectId: string, of = world) =>
  of.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { action, subjectId } }));

const signInAs = async (email: string, password: string) => {
  const nobody = { caller: null, requestId: "req_test", clock: world.clock };
  const answer = await signIn(nobody, { email, password, address: "192.0.2.7", userAgent: "" });
  if (answer.outcome !== "signed_in") throw new Error(answer.outcome);
  const { sessionId } = answer;
  return resolveSession(nobody, { sessionId });
};

test("a new person gets an account and a first password that works, kept nowhere in clear", async () => {
  const added = await addMember(world.as("admin"), { email: "New.Person@Example.com ", name: "New Person", role: "control_owner" });
  expect(added.initialPassword).toMatch(/^[0-9a-f]{5}(-[0-9a-f]{5}){5}$/);
  const session = await signInAs("new.person@example.com", added.initialPassword ?? "");
  const context = await enterOrganization(world.slug, { memberships: session?.memberships ?? [], requestId: "r", clock: world.clock });
  expect(context?.actor).toMatchObject({ memberId: added.memberId, role: "control_owner" });
  const [entry] = await entries("member.added", added.memberId);
  expect(entry?.changes).toMatchObject({ email: "new.person@example.com", role: "control_owner" });
  expect(JSON.stringify(entry)).not.toContain(added.initialPassword);
});

test("a person with an account keeps their password and belongs to both organizations, seen by each alone", async () => {
  const { email, userId } = other.members.employee;
  const added = await addMember(world.as("admin"), { email, name: "Guest", role: "employee" });
  expect(added.initialPassword).toBeNull();
  const session = await signInAs(email, WORLD_PASSWORD);
  expect(session?.userId).toBe(userId);
  expect(session?.memberships.map((row) => row.organizationId).sort()).toEqual([world.organizationId, other.organizationId].sort());
  await expect(addMember(world.as("admin"), { email, name: "Again", role: "employee" })).rejects.toMatchObject({ code: "conflict" });
  expect((await listPeople(other.as("admin"), { text: email })).rows.map((row) => row.name)).toEqual([other.members.employee.name]);
});

test("a changed role and a removal act on the next request, and a removed person comes back under the same id", async () => {
  const { memberId, email } = world.members.employee;
  const now = async () => (await memberContext({ organizationId: world.organizationId, memberId, requestId: "r", clock: world.clock }))?.actor;
  await createTeam(world.asSystem("seed"), { name: "Night watch", memberIds: [memberId] });
  await changeRole(world.as("admin"), { memberId, role: "security_analyst" });
  expect(await now()).toMatchObject({ role: "security_analyst" });
  await removeMember(world.as("admin"), { memberId });
  expect(await now()).toBeUndefined();
  expect((await entries("member.removed", memberId))[0]?.changes).toEqual({ role: "security_analyst", teams: ["Night watch"] });
  expect((await listPeople(world.as("control_owner"), { removed: true })).rows.map((row) => row.id)).toEqual([memberId]);
  const back = await addMember(world.as("admin"), { email, name: "Emil Again", role: "employee" });
  expect(back).toEqual({ memberId, initialPassword: null });
  expect(await now()).toMatchObject({ role: "employee", name: "Emil Again" });
});

test("the same act twice leaves one row in the audit trail", async () => {
  const { memberId } = world.members.security_analyst;
  await changeRole(world.as("admin"), { memberId, role: "compliance_manager" });
  await changeRole(world.as("admin"), { memberId, role: "compliance_manager" });
  expect(await entries("member.role_changed", memberId)).toHaveLength(1);
});

test("the last administrator can neither be demoted nor removed", async () => {
  const memberId = other.members.admin.memberId;
  const lastAdmin = { code: "precondition_failed", reason: "last_admin" };
  await expect(changeRole(other.as("admin"), { memberId, role: "employee" })).rejects.toMatchObject(lastAdmin);
  await expect(removeMember(other.as("admin"), { memberId })).rejects.toMatchObject(lastAdmin);
  // An administrator whose account is disabled cannot sign in, so does not count.
  const second = other.members.control_owner;
  await changeRole(other.as("admin"), { memberId: second.memberId, role: "admin" });
  await world.runtime.database.userAccount.update({ where: { id: second.userId }, data: { disabledAt: world.clock.now() } });
  await expect(removeMember(other.as("admin"), { memberId })).rejects.toMatchObject(lastAdmin);
  await world.runtime.database.userAccount.update({ where: { id: second.userId }, data: { disabledAt: null } });
});

test("two administrators who demote each other at once leave one", async () => {
  const [first, second] = [other.members.admin.memberId, other.members.control_owner.memberId];
  const acts = await Promise.allSettled([
    changeRole(other.as("admin"), { memberId: second, role: "employee" }),
    changeRole(other.as("admin"), { memberId: first, role: "employee" }),
  ]);
  expect(acts.map((act) => act.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await other.inTenant((tx) => tx.member.count({ where: { role: "admin", removedAt: null } }))).toBe(1);
});

test("another organization's member is not found", async () => {
  const memberId = other.members.auditor.memberId;
  await expect(changeRole(world.as("admin"), { memberId, role: "employee" })).rejects.toMatchObject({ code: "not_found" });
  await expect(removeMember(world.as("admin"), { memberId })).rejects.toMatchObject({ code: "not_found" });
});

test("pages of people follow on without a gap, whatever the length and the case of their names", async () => {
  const fresh = await testWorld();
  for (const name of ["zoe", "Änne", "abel", "Abel", "名".repeat(120)]) {
    await addMember(fresh.as("admin"), { email: `p${name.length}-${Buffer.from(name).toString("hex").slice(0, 12)}@example.com`, name, role: "employee" });
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listPeople(fresh.as("admin"), { size: 2, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...page.rows.map((row) => row.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(11);
  expect(seen).toHaveLength(11);
  expect((await listPeople(fresh.as("admin"), { role: "employee" })).counts).toMatchObject({ employee: 6, admin: 1 });
  expect((await listPeople(fresh.as("admin"), { text: "100%_" })).rows).toEqual([]);
  await fresh.close();
});
