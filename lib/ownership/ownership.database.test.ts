import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { readControl } from "#lib/controls/index.ts";
import { assignRequest } from "#lib/evidence/index.ts";
import { createUser } from "#lib/identity/index.ts";
import { readMyWork } from "#lib/my-work/index.ts";
import { listNotifications } from "#lib/notifications/index.ts";
import { acceptInvitation, changeRole, invitePeople, mailInvitationsJob, removeMember, revokeInvitation } from "#lib/people/index.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { assignOwner, listOwners, readOwner, settleOwner } from "./index.ts";

vi.setConfig({ testTimeout: 60_000 });

const DAY = 86_400_000;
let world: World;
let adopted: AdoptedLibrary;
let counter = 0;
beforeAll(async () => {
  world = await testWorld();
  adopted = await adoptedLibrary(world);
});
beforeEach(async () => {
  world.clock.advance(DAY);
  world.mails.length = 0;
  await assignOwner(world.as("admin"), { controlIds: both(), owner: { kind: "nobody" } });
  world.clock.advance(1000);
});
afterAll(() => world.close());

const both = (): string[] => [...adopted.controls.values()];
const control = (code: string): string => adopted.controls.get(code)!;
const person = () => ({ kind: "person" as const, name: "Ruth Adeyemi", email: `ruth-${(counter += 1)}@example.com` });
const name = (owner: ReturnType<typeof person>, controlIds = both()) => assignOwner(world.as("compliance_manager"), { controlIds, owner });
const ownerOf = (code: string) => readOwner(world.as("control_owner"), { controlId: control(code) });
const placeholderOf = async (email: string) => (await listOwners(world.as("admin"), {})).placeholders.find((one) => one.email === email);

async function invite(email: string, role: "control_owner" | "employee" = "control_owner"): Promise<{ invitationId: string; token: string }> {
  const { invited } = await invitePeople(world.as("admin"), { people: [{ email, name: "Ruth", role }], sendMail: true });
  await world.runJobs([mailInvitationsJob]);
  const text = world.mails.filter((one) => one.to.address === email).at(-1)?.text ?? "";
  return { invitationId: invited[0]!.invitationId, token: /\/join\/([\w-]{43})/.exec(text)?.[1] ?? "" };
}

async function account(email: string): Promise<{ kind: "known"; userId: string }> {
  return { kind: "known", userId: await createUser(world.runtime.database, { email, name: "Ruth Adeyemi", passwordHash: "none" }, world.clock.now()) };
}

const workOf = async (memberId: string) => {
  const as = world.as("control_owner");
  if (as.actor.kind !== "member") throw new Error("no member");
  return (await readMyWork({ ...as, actor: { ...as.actor, memberId } }, {})).tasks.length;
};

test("somebody who is no member yet owns controls and their requests, and is named wherever owners are", async () => {
  const owner = person();
  const done = await name(owner);
  expect(done).toMatchObject({ controls: 2, requests: 14 });
  expect(await ownerOf("SYS.2.07")).toMatchObject({ name: "Ruth Adeyemi", memberId: null, left: false });
  const page = await readControl(world.as("control_owner"), { code: "SYS.2.07" });
  expect(new Set(page.requests.map((one) => one.ownerName))).toEqual(new Set(["Ruth Adeyemi (not a member yet)"]));
  expect(await placeholderOf(owner.email)).toMatchObject({ controls: 2, invitation: "none" });
});

test("who answered for a control is known of any past instant", async () => {
  await name(person());
  const then = world.clock.now();
  world.clock.advance(1000);
  await assignOwner(world.as("admin"), { controlIds: both(), owner: { kind: "nobody" } });
  expect(await ownerOf("SYS.2.07")).toBeNull();
  expect(await readOwner(world.as("control_owner"), { controlId: control("SYS.2.07"), asOf: new Date(then) })).toMatchObject({ name: "Ruth Adeyemi" });
});

test("the same person named again changes nothing, and one placeholder holds many controls", async () => {
  const owner = person();
  await name(owner, [control("SYS.2.07")]);
  await name({ ...owner, email: owner.email.toUpperCase() }, [control("SYS.1.01")]);
  const trail = await world.inTenant((tx) => tx.auditTrailEntry.count());
  expect(await name(owner)).toMatchObject({ controls: 0 });
  expect(await world.inTenant((tx) => tx.auditTrailEntry.count())).toBe(trail);
  expect(await world.inTenant((tx) => tx.placeholderOwner.count({ where: { email: owner.email } }))).toBe(1);
});

test("who accepts the invitation is the owner from then on, of everything that waited", async () => {
  const owner = person();
  await name(owner);
  const { token } = await invite(owner.email);
  expect(await placeholderOf(owner.email)).toMatchObject({ invitation: "open" });
  const { memberId } = await acceptInvitation(token, await account(owner.email), "req_test");
  expect(await ownerOf("SYS.2.07")).toMatchObject({ memberId, placeholderId: null });
  expect(await ownerOf("SYS.1.01")).toMatchObject({ memberId });
  expect(await workOf(memberId)).toBe(14);
  const { rows: told } = await listNotifications(world.as("compliance_manager"), { kind: "placeholder_joined" });
  expect(told.filter(({ subjectId }) => subjectId === memberId), "who manages controls hears of it once").toHaveLength(1);
  expect(await placeholderOf(owner.email)).toBeUndefined();
  expect(await name(owner), "the address is that member now").toMatchObject({ controls: 0, owner: { memberId } });
});

test("an expired or withdrawn invitation leaves the owner expected, and a new one still makes them the owner", async () => {
  const owner = person();
  await name(owner);
  const first = await invite(owner.email);
  world.clock.advance(15 * DAY);
  expect(await placeholderOf(owner.email)).toMatchObject({ invitation: "expired", controls: 2 });
  expect(await reasonOf(acceptInvitation(first.token, await account(owner.email), "req_test"))).toBe("invitation_expired");
  const second = await invite(owner.email);
  await revokeInvitation(world.as("admin"), { invitationId: second.invitationId });
  expect(await placeholderOf(owner.email)).toMatchObject({ invitation: "revoked", controls: 2 });
  const third = await invite(owner.email);
  const user = await world.runtime.database.userAccount.findUniqueOrThrow({ where: { email: owner.email } });
  const { memberId } = await acceptInvitation(third.token, { kind: "known", userId: user.id }, "req_test");
  expect(await ownerOf("SYS.2.07")).toMatchObject({ memberId });
});

test("who joins under another address is not taken for the owner until an administrator says so", async () => {
  const owner = person();
  await name(owner);
  const { token } = await invite(owner.email);
  const other = person();
  const theirs = await account(other.email);
  expect(await reasonOf(acceptInvitation(token, theirs, "req_test"))).toBe("invitation_of_another");
  const { memberId } = await acceptInvitation((await invite(other.email)).token, theirs, "req_test");
  expect((await ownerOf("SYS.2.07"))?.memberId).toBeNull();
  const placeholderId = (await placeholderOf(owner.email))!.id;
  expect(await settleOwner(world.as("admin"), { placeholderId, memberId })).toEqual({ requests: 14 });
  expect(await ownerOf("SYS.2.07")).toMatchObject({ memberId });
  expect(await reasonOf(settleOwner(world.as("admin"), { placeholderId, memberId }))).toBe("person_not_found");
});

test("a role that owns nothing keeps the owner expected, until the role changes", async () => {
  const owner = person();
  await name(owner);
  const { token } = await invite(owner.email, "employee");
  const { memberId } = await acceptInvitation(token, await account(owner.email), "req_test");
  expect(await placeholderOf(owner.email)).toMatchObject({ invitation: "accepted", controls: 2 });
  await changeRole(world.as("admin"), { memberId, role: "control_owner" });
  expect(await ownerOf("SYS.1.01")).toMatchObject({ memberId });
  await removeMember(world.as("admin"), { memberId });
  expect(await ownerOf("SYS.1.01")).toMatchObject({ memberId, left: true });
  expect(await name(owner), "who left and is named again waits for a new invitation").toMatchObject({ owner: { placeholderId: expect.any(String) as string } });
});

test("requests that somebody else sees to stay with them; those of the former owner go along", async () => {
  const request = adopted.requests.get("SYS.2.07 alerts-judged")!;
  const analyst = world.members.security_analyst.memberId;
  await assignRequest(world.as("compliance_manager"), { requestId: request, ownerMemberId: analyst });
  await name(person(), [control("SYS.2.07")]);
  world.clock.advance(1000);
  await assignOwner(world.as("compliance_manager"), { controlIds: [control("SYS.2.07")], owner: { kind: "member", memberId: world.members.control_owner.memberId } });
  const { requests } = await readControl(world.as("control_owner"), { code: "SYS.2.07" });
  expect(requests.filter((one) => one.ownerName === "Olga Owner")).toHaveLength(5);
  expect(requests.find((one) => one.id === request)?.ownerName).toBe("Sami Security");
});

test("auditors and employees own nothing", async () => {
  for (const role of ["auditor", "employee"] as const) {
    expect(await reasonOf(assignOwner(world.as("admin"), { controlIds: both(), owner: { kind: "member", memberId: world.members[role].memberId } }))).toBe("person_not_found");
  }
});

test("a member hears once of all the controls that they were named for in one act, and not of those they had", async () => {
  const as = world.as("control_owner");
  const memberId = as.actor.kind === "member" ? as.actor.memberId : "";
  const told = async () => (await listNotifications(as, {})).rows.filter(({ kind }) => kind === "control_assigned");
  const before = (await told()).length;
  await assignOwner(world.as("admin"), { controlIds: both(), owner: { kind: "member", memberId } });
  await assignOwner(world.as("admin"), { controlIds: both(), owner: { kind: "member", memberId } });
  const rows = await told();
  expect(rows.length - before).toBe(1);
  expect(rows[0]).toMatchObject({ subjectKind: "control", facts: { code: "SYS.1.01", count: 2, by: "Ada Admin" } });
});
