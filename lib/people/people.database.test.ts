import { afterAll, beforeAll, expect, test } from "vitest";
import { createUser, memberContext } from "#lib/identity/index.ts";
import { joinedMember } from "#lib/testing/joined-member.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { changeRole, createTeam, listPeople, removeMember } from "./index.ts";

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
  expect(await joinedMember(world.as("admin"), email, "employee", { kind: "known", userId: world.members.employee.userId })).toBe(memberId);
  expect(await now()).toMatchObject({ role: "employee", name: world.members.employee.name });
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
    const email = `p${name.length}-${Buffer.from(name).toString("hex").slice(0, 12)}@example.com`;
    const userId = await createUser(fresh.runtime.database, { email, name, passwordHash: "none" }, fresh.clock.now());
    await joinedMember(fresh.as("admin"), email, "employee", { kind: "known", userId });
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
