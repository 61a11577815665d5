import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { enterOrganization, makeSignUpLink, membershipsOf, requestSignUp, sendAccountMails, THROTTLE_WINDOW_MS } from "#lib/identity/index.ts";
import { configureRuntime } from "#lib/platform/runtime.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { changeOrganization, foundAsMember, foundByLink, readOrganization } from "./index.ts";

// Passwords are hashed at full cost here.
vi.setConfig({ testTimeout: 60_000 });

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
beforeEach(() => {
  world.clock.advance(THROTTLE_WINDOW_MS);
  world.mails.length = 0;
});
afterAll(() => world.close());

const nobody = () => ({ caller: null, requestId: "req_test", clock: world.clock });
const stranger = (slug: string) => ({ name: "Acme & Co", slug, timeZone: "Europe/Berlin", region: "DE", personName: "Stella Stranger", password: "a sentence of Stella's own" });
const mailedToken = (): string => /\/new-organization\/([\w-]{43})/.exec(world.mails.at(-1)?.text ?? "")?.[1] ?? "";
const lastOf = (url: string): string => url.slice(url.lastIndexOf("/") + 1);
const users = () => world.runtime.database.userAccount.count();

const entrancesOf = async (userId: string) => (await membershipsOf(world.runtime.database, userId)).map((row) => ({ ...row, signedInBy: "own" as const }));

async function signUpToken(email: string): Promise<string> {
  await requestSignUp(nobody(), { email, address: "192.0.2.1" });
  await sendAccountMails();
  return mailedToken();
}

test("a stranger proves an address and has an account and an organization without any data, which they administer", async () => {
  const token = await signUpToken("stella@acme.example");
  expect(world.mails.map((mail) => [mail.to.address, mail.subject])).toEqual([["stella@acme.example", "Create your organization on Tickmark"]]);
  const { organizationId, adminMemberId } = await foundByLink(token, stranger("acme"));
  const { id: userId } = await world.runtime.database.userAccount.findUniqueOrThrow({ where: { email: "stella@acme.example" } });
  const context = await enterOrganization("acme", { memberships: await entrancesOf(userId), requestId: "r", clock: world.clock });
  expect(context).toMatchObject({ organizationId, actor: { role: "admin", memberId: adminMemberId, name: "Stella Stranger" } });
  expect(await readOrganization(context!, {})).toMatchObject({ name: "Acme & Co", slug: "acme", timeZone: "Europe/Berlin", demo: false });
  expect(await reasonOf(foundByLink(token, stranger("acme-2")))).toBe("link_ended");
});

test("an address that is taken leaves neither an account nor a used link behind", async () => {
  const token = await signUpToken("second@acme.example");
  const before = await users();
  expect(await reasonOf(foundByLink(token, stranger(world.slug)))).toBe("slug_taken");
  expect(await reasonOf(foundByLink(token, { ...stranger("x"), password: "short" }))).toBe("input_invalid");
  expect(await users()).toBe(before);
  expect(await reasonOf(foundByLink(token, stranger("second-try")))).toBe("done");
});

test("two who want one address at once: one has it, the other is told", async () => {
  const [one, two] = [await signUpToken("one@acme.example"), await signUpToken("two@acme.example")];
  const reasons = await Promise.all([foundByLink(one, stranger("wanted")), foundByLink(two, stranger("wanted"))].map(reasonOf));
  expect(reasons.sort()).toEqual(["done", "slug_taken"]);
});

test("an address that has an account makes no second one; its owner creates the organization signed in", async () => {
  const { email, userId } = world.members.employee;
  const token = await signUpToken(email);
  expect(await reasonOf(foundByLink(token, stranger("over-it")))).toBe("email_taken");
  const made = await foundAsMember(userId, { name: "Side project", slug: "side-project", timeZone: "UTC" });
  expect(await membershipsOf(world.runtime.database, userId)).toHaveLength(2);
  const context = await enterOrganization("side-project", { memberships: await entrancesOf(userId), requestId: "r", clock: world.clock });
  expect(context?.actor).toMatchObject({ role: "admin", memberId: made.adminMemberId });
});

test("where sign-up is closed nobody asks or creates, and a link of the operator still opens", async () => {
  configureRuntime({ ...world.runtime, signUpAllowed: false });
  try {
    expect(await reasonOf(requestSignUp(nobody(), { email: "x@acme.example", address: "192.0.2.1" }))).toBe("sign_up_closed");
    expect(await reasonOf(foundAsMember(world.members.admin.userId, { name: "X", slug: "xx", timeZone: "UTC" }))).toBe("sign_up_closed");
    const { url } = await makeSignUpLink("First@Customer.example");
    await sendAccountMails();
    expect(world.mails).toEqual([]);
    expect(await reasonOf(foundByLink(lastOf(url), stranger("customer")))).toBe("done");
  } finally {
    configureRuntime(world.runtime);
  }
});

test("a name, a time zone and a region can be changed, with who did it; the address and what nobody may name stay", async () => {
  await changeOrganization(world.as("admin"), { name: "Renamed", timeZone: "America/New_York" });
  await changeOrganization(world.as("admin"), { name: "Renamed", timeZone: "America/New_York" });
  world.clock.advance(1_000);
  await changeOrganization(world.as("admin"), { name: "Renamed", timeZone: "America/New_York", region: "US" });
  expect(await readOrganization(world.as("employee"), {})).toMatchObject({ name: "Renamed", timeZone: "America/New_York", region: "US", slug: world.slug });
  expect((await world.enter("employee")).region).toBe("US");
  const entries = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { action: "organization.changed" }, orderBy: { id: "asc" } }));
  expect(entries.map((entry) => entry.changes)).toEqual([{ name: { before: expect.any(String), after: "Renamed" }, time_zone: { before: "Europe/Berlin", after: "America/New_York" } }, { region: { before: "GB", after: "US" } }]);
  await expect(changeOrganization(world.as("admin"), { name: " ", timeZone: "Mars/Olympus", region: "XX" })).rejects.toMatchObject({ problems: [{ path: "name" }, { path: "timeZone" }, { path: "region" }] });
  await expect(changeOrganization(world.as("compliance_manager"), { name: "X", timeZone: "UTC" })).rejects.toMatchObject({ code: "forbidden" });
});
