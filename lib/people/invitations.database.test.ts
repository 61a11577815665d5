import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createUser, memberContext, signIn } from "#lib/identity/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { tokenOf } from "#lib/testing/joined-member.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import {
  acceptInvitation, changeRole, invitePeople, listInvitations, mailInvitationsJob, makeInvitationLink, previewInvitations, readInvitation, removeMember, resendInvitation, revokeInvitation,
} from "./index.ts";
import { PEOPLE_LIMITS } from "./limits.ts";

// Passwords are hashed at full cost here.
vi.setConfig({ testTimeout: 60_000 });

const PASSWORD = "a sentence that only Nina would think of";
const DAY = 86_400_000;
const someone = { kind: "new", name: "Nina New", password: PASSWORD } as const;

let world: World;
let other: World;
let counter = 0;
beforeAll(async () => {
  world = await testWorld({ name: "Fernhall & <b>Sons</b>" });
  other = await testWorld();
});
beforeEach(() => {
  world.clock.advance(2 * DAY);
  world.mails.length = 0;
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const fresh = (): string => `guest-${(counter += 1)}@example.com`;
const invite = (email: string, sendMail = true) => invitePeople(world.as("admin"), { people: [{ email, name: "Nina", role: "control_owner" }], sendMail });
const invited = async (email: string, sendMail = true): Promise<string> => (await invite(email, sendMail)).invited[0]!.invitationId;
const mail = () => world.runJobs([mailInvitationsJob]);
const mailedToken = (email: string): string => /\/join\/([\w-]{43})/.exec(world.mails.filter((one) => one.to.address === email).at(-1)?.text ?? "")?.[1] ?? "";
const accept = (token: string, person: Parameters<typeof acceptInvitation>[1] = someone) => acceptInvitation(token, person, "req_test");
const offer = (token: string) => readInvitation(token, "req_test");
const memberCount = () => world.inTenant((tx) => tx.member.count());

async function refusal(work: Promise<unknown>): Promise<{ reason: string; message: string }> {
  try {
    await work;
  } catch (error) {
    if (isAppError(error)) return { reason: error.reason, message: error.message };
    throw error;
  }
  throw new Error("was not refused");
}

test("the mailed link makes the invited person a member with the role, under a password of their own, and works once", async () => {
  const email = fresh();
  await invited(email.toUpperCase());
  await mail();
  const token = mailedToken(email);
  expect(await offer(token)).toMatchObject({ state: "open", email, role: "control_owner", name: "Nina", hasAccount: false, invitedByName: "Ada Admin" });
  const before = await memberCount();
  const { memberId, newAccount } = await accept(token);
  expect(newAccount).toBe(true);
  const nobody = { caller: null, requestId: "req_test", clock: world.clock };
  expect(await signIn(nobody, { email, password: PASSWORD, address: "192.0.2.7", userAgent: "" })).toHaveProperty("sessionId");
  const context = await memberContext({ organizationId: world.organizationId, memberId, requestId: "r", clock: world.clock });
  expect(context?.actor).toMatchObject({ memberId, role: "control_owner", name: "Nina New" });
  expect(await refusal(accept(token))).toMatchObject({ reason: "invitation_settled" });
  expect(await offer(token)).toMatchObject({ state: "accepted" });
  expect(await memberCount()).toBe(before + 1);
});

test("the mail says who invites into what as text and as HTML, takes no markup from names, and is sent once", async () => {
  const email = fresh();
  await invited(email);
  await mail();
  await mail();
  expect(world.mails).toHaveLength(1);
  const [sent] = world.mails;
  expect(sent).toMatchObject({ to: { address: email, name: "Nina" }, subject: "Join Fernhall & <b>Sons</b> on Tickmark" });
  for (const version of [sent!.text, sent!.html]) {
    for (const word of ["Ada Admin", "Control owner", "expires on", "http://tickmark.test/join/"]) expect(version).toContain(word);
  }
  expect(sent!.html).toContain("Fernhall &amp; &lt;b&gt;Sons&lt;/b&gt;");
  expect(sent!.html).not.toContain("<b>");
});

test("no token stands anywhere in the database, in the clear or in the trail", async () => {
  const email = fresh();
  const invitationId = await invited(email);
  await mail();
  const handed = tokenOf((await makeInvitationLink(world.as("admin"), { invitationId })).url);
  const rows = await world.inTenant(async (tx) => [await tx.invitation.findMany(), await tx.auditTrailEntry.findMany({ where: { subjectId: invitationId } }), await tx.jobRun.findMany()]);
  const text = JSON.stringify(rows);
  for (const token of [mailedToken(email), handed]) {
    expect(token).toHaveLength(43);
    expect(text).not.toContain(token);
  }
  // Both lead to the same invitation; when one is used, the other is too.
  await accept(handed);
  expect(await offer(mailedToken(email))).toMatchObject({ state: "accepted" });
});

test("an expired link says so and joins nobody; sent again it is a new one, and the old one ends", async () => {
  const email = fresh();
  const invitationId = await invited(email);
  await mail();
  const old = mailedToken(email);
  world.clock.advance(PEOPLE_LIMITS.invitationDays * DAY);
  expect(await offer(old)).toMatchObject({ state: "expired" });
  expect(await refusal(accept(old))).toEqual({ reason: "invitation_expired", message: "This invitation has expired. Ask whoever invited you to send it again." });
  expect((await listInvitations(world.as("admin"), {})).rows.find((row) => row.id === invitationId)).toMatchObject({ expired: true });
  await resendInvitation(world.as("admin"), { invitationId });
  await mail();
  expect(await offer(old)).toBeNull();
  expect(await refusal(accept(old))).toMatchObject({ reason: "invitation_not_found" });
  await expect(accept(mailedToken(email))).resolves.toMatchObject({ newAccount: true });
});

test("a withdrawn invitation joins nobody, also when its mail had not left", async () => {
  const email = fresh();
  const invitationId = await invited(email);
  const token = tokenOf((await makeInvitationLink(world.as("admin"), { invitationId })).url);
  await revokeInvitation(world.as("admin"), { invitationId });
  await revokeInvitation(world.as("admin"), { invitationId });
  await mail();
  expect(world.mails).toEqual([]);
  expect(await offer(token)).toMatchObject({ state: "revoked" });
  expect(await refusal(accept(token))).toMatchObject({ reason: "invitation_settled" });
  expect(await refusal(makeInvitationLink(world.as("admin"), { invitationId }))).toMatchObject({ reason: "invitation_not_open" });
  expect(await refusal(resendInvitation(world.as("admin"), { invitationId }))).toMatchObject({ reason: "invitation_settled" });
});

test("a link forwarded to somebody who is signed in as another address joins neither of them", async () => {
  const email = fresh();
  await invited(email);
  await mail();
  const before = await memberCount();
  const { userId, email: theirs } = other.members.employee;
  expect(await refusal(accept(mailedToken(email), { kind: "known", userId }))).toEqual({
    reason: "invitation_of_another",
    message: `This invitation is for ${email}; you are signed in as ${theirs}. Sign in as ${email}, or ask for an invitation to ${theirs}.`,
  });
  expect(await memberCount()).toBe(before);
  expect(await offer(mailedToken(email))).toMatchObject({ state: "open" });
});

test("who has an account joins with it and keeps their password; nobody makes a second one over it", async () => {
  const { email, userId } = other.members.control_owner;
  const invitationId = await invited(email);
  await mail();
  const hashBefore = (await world.runtime.database.userAccount.findUniqueOrThrow({ where: { id: userId } })).passwordHash;
  expect(await offer(mailedToken(email))).toMatchObject({ hasAccount: true });
  expect(await refusal(accept(mailedToken(email)))).toMatchObject({ reason: "email_taken" });
  const { memberId } = await accept(mailedToken(email), { kind: "known", userId });
  expect((await world.runtime.database.userAccount.findUniqueOrThrow({ where: { id: userId } })).passwordHash).toBe(hashBefore);
  expect(await refusal(invite(email))).toEqual({ reason: "nobody_to_invite", message: `${email} is a member already.` });
  // Removed and invited again, the person comes back under the same id, with the role of the new invitation.
  await removeMember(world.as("admin"), { memberId });
  expect(await invited(email)).toBe(invitationId);
  await mail();
  expect(await accept(mailedToken(email), { kind: "known", userId })).toMatchObject({ memberId });
});

test("a person who became a member by another invitation is told so, and the second changes nothing", async () => {
  const { email, userId } = other.members.security_analyst;
  await invited(email);
  await mail();
  await world.inTenant(async (tx) => {
    await tx.member.create({ data: { organizationId: world.organizationId, id: "mem_meanwhile", userId, name: "Sami", email, role: "employee", createdAt: world.clock.now() } });
    await tx.$executeRaw`SELECT directory_add_membership(${userId}, 'mem_meanwhile')`;
  });
  expect(await offer(mailedToken(email))).toMatchObject({ state: "member" });
  expect(await refusal(accept(mailedToken(email), { kind: "known", userId }))).toMatchObject({ reason: "already_member" });
});

test("two who press at once make one member", async () => {
  const email = fresh();
  await invited(email);
  await mail();
  const before = await memberCount();
  const outcomes = await Promise.allSettled([accept(mailedToken(email)), accept(mailedToken(email)), accept(mailedToken(email))]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await memberCount()).toBe(before + 1);
});

test("a list is looked over before anybody is invited: who is new, in, expected, coming back, or unreadable", async () => {
  const [expected, newcomer] = [fresh(), fresh()];
  await invited(expected, false);
  const text = `Olga, ${world.members.control_owner.email}\n${expected}\nNina Newcomer <${newcomer}>; admin\nnobody`;
  const { lines } = await previewInvitations(world.as("admin"), { text, role: "employee" });
  expect(lines.map(({ line, standing, role, problem }) => [line, standing, role, problem])).toEqual([
    [1, "member", "employee", null],
    [2, "invited", "employee", null],
    [3, "new", "admin", null],
    [4, "new", "employee", "There is no e-mail address in this line."],
  ]);
  const { invited: sent, leftOut } = await invitePeople(world.as("admin"), { people: lines.slice(0, 3).map(({ email, name, role }) => ({ email, name, role })), sendMail: false });
  expect(sent.map((one) => one.email)).toEqual([newcomer]);
  expect(leftOut).toEqual([{ email: world.members.control_owner.email, standing: "member" }, { email: expected, standing: "invited" }]);
});

test("what cannot be an address is refused by its place in the list, and nobody of the list is invited", async () => {
  const good = fresh();
  const people = [{ email: good, role: "employee" as const }, { email: "not an address", role: "employee" as const }, { email: fresh(), name: "x".repeat(121), role: "employee" as const }];
  await expect(invitePeople(world.as("admin"), { people, sendMail: false })).rejects.toMatchObject({ code: "validation", problems: [{ path: "people.1.email" }, { path: "people.2.name" }] });
  expect((await listInvitations(world.as("admin"), { size: 200 })).rows.map((row) => row.email)).not.toContain(good);
});

test("an organization cannot use the mail server to write to the world", async () => {
  const tenant = await testWorld();
  const batch = (size: number) => ({ people: Array.from({ length: size }, () => ({ email: fresh(), role: "employee" as const })), sendMail: false });
  for (let sent = 0; sent < PEOPLE_LIMITS.invitationsPerDay; sent += 200) await invitePeople(tenant.as("admin"), batch(200));
  expect(await refusal(invitePeople(tenant.as("admin"), batch(1)))).toMatchObject({ reason: "invitations_per_day" });
  world.clock.advance(DAY);
  await expect(invitePeople(tenant.as("admin"), batch(1))).resolves.toMatchObject({ leftOut: [] });
  await tenant.close();
});

test("a mail server that refuses one address keeps no other from its mail, and the list says why", async () => {
  const [bad, good] = [fresh(), fresh()];
  const send = vi.spyOn(world.runtime.mailer, "send").mockImplementation(async (one) => {
    if (one.to.address === bad) throw Object.assign(new Error("550 unknown user at secret.internal"), { responseCode: 550 });
    world.mails.push(one);
  });
  const { invited: [first] } = await invitePeople(world.as("admin"), { people: [bad, good].map((email) => ({ email, role: "employee" as const })), sendMail: true });
  await mail();
  send.mockRestore();
  expect(world.mails.map((one) => one.to.address)).toEqual([good]);
  const row = (await listInvitations(world.as("admin"), {})).rows.find(({ id }) => id === first!.invitationId);
  expect(row).toMatchObject({ sentAt: null, sendError: "The mail server refused the mail (550)." });
});

test("nonsense, and a token of another kind, open nothing", async () => {
  for (const token of ["", "x", "A".repeat(43), "../../etc/passwd", "A".repeat(100_000)]) expect(await offer(token)).toBeNull();
});

test("an administrator who is none any more invites nobody", async () => {
  const userId = await createUser(world.runtime.database, { email: fresh(), name: "Second", passwordHash: "none" }, world.clock.now());
  expect(userId).toMatch(/^usr_/);
  await changeRole(world.as("admin"), { memberId: world.members.employee.memberId, role: "control_owner" });
  await expect(invitePeople(await world.enter("employee"), { people: [{ email: fresh(), role: "admin" }], sendMail: true })).rejects.toMatchObject({ code: "forbidden" });
});
