import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { declareAbsence } from "#lib/delegation/index.ts";
import { submitEvidence } from "#lib/evidence/index.ts";
import { chooseMails, gatherDigest, listMails, sendMailAgain, stopMails, unsubscribeToken } from "#lib/notifications/index.ts";
import { assignOwner } from "#lib/ownership/index.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { claimWorkDigest, sendWorkDigestJob } from "./index.ts";

vi.setConfig({ testTimeout: 60_000 });

let world: World;
let requestId: string;
beforeAll(async () => {
  world = await testWorld({ name: "Fern & Hall" });
  world.clock.set("2026-10-01T08:00:00Z");
  const control = await periodicControl(world, { code: "DIG.1", frequency: "quarterly", effectiveFrom: new Date("2026-10-01T00:00:00Z"), title: "Access <is> reviewed" });
  requestId = control.requestId;
  await assignOwner(world.as("admin"), { controlIds: [control.controlId], owner: { kind: "member", memberId: owner() } });
});
afterAll(() => world.close());
beforeEach(() => {
  world.mails.length = 0;
});

const owner = (): string => world.members.control_owner.memberId;
const rhythm = { timeZone: "Europe/Berlin", digestHour: 8, quietFrom: 20, quietUntil: 7, quietWeekends: true };
const choose = (workDigest: "none" | "daily" | "weekly") => chooseMails(world.as("control_owner"), { modes: {}, ...rhythm, workDigest });
const run = () => world.runJobs([sendWorkDigestJob]);

/** Whether the owner's digest is in line for an instant or before; if so it is taken, as the dispatcher would. */
async function isDue(by: string): Promise<boolean> {
  const taken = await world.runtime.database.$queryRaw<{ subject_id: string }[]>`SELECT subject_id FROM directory_lease_due_work(${new Date(by)}, '2199-01-01', 1000) WHERE kind = 'work_digest'`;
  return taken.some((row) => row.subject_id === owner());
}

async function digestOn(instant: string, memberId = owner()): Promise<string | null> {
  world.clock.set(instant);
  return (await gatherDigest(world.asSystem(), { memberId })).mailId;
}

test("a digest says what is late and due, in plain text and HTML, with links to this installation alone and one to stop it", async () => {
  await choose("daily");
  await digestOn("2026-12-28T07:00:00Z");
  await run();
  const [mail, ...others] = world.mails;
  expect(others).toEqual([]);
  expect(mail?.subject).toBe("Fern & Hall: 2 tasks owed");
  expect(mail?.text).toContain("Due Thu, 31 Dec 2026: Access <is> reviewed");
  expect(mail?.text).toContain("Never collected: Record of the review");
  expect(mail?.html).toContain("Access &lt;is&gt; reviewed");
  expect(mail?.html).not.toContain("<is>");
  for (const [link] of mail?.text.matchAll(/https?:\/\/[^\s]+/g) ?? []) expect(link).toMatch(/^http:\/\/tickmark\.test\//);
  expect(mail?.unsubscribeUrl).toBe(`http://tickmark.test/api/unsubscribe/${unsubscribeToken({ organizationId: world.organizationId, memberId: owner() })}`);
});

test("a day has one digest, however often it is gathered and by how many workers it is sent", async () => {
  const ids = await Promise.all([digestOn("2026-12-29T07:00:00Z"), digestOn("2026-12-29T07:00:00Z"), digestOn("2026-12-29T09:00:00Z")]);
  const made = ids.filter((id) => id !== null);
  expect(made).toHaveLength(1);
  const claims = await Promise.all([1, 2, 3].map(() => claimWorkDigest(world.asSystem(), { mailId: made[0]! })));
  expect(claims.filter((one) => one !== null), "one worker has it").toHaveLength(1);
  await run();
  expect(world.mails, "while it is held, nobody else sends it").toEqual([]);
  world.clock.advance(121_000);
  await sendMailAgain(world.asSystem(), { mailId: made[0]! });
  await run();
  expect(world.mails, "whoever took it died: it is sent once").toHaveLength(1);
  await sendMailAgain(world.asSystem(), { mailId: made[0]! });
  await run();
  expect(world.mails).toHaveLength(1);
});

test("who stands in reads it in their digest, and the absent person owes nothing; nothing to say is no mail", async () => {
  world.clock.set("2026-12-30T06:00:00Z");
  await declareAbsence(world.as("control_owner"), { firstDay: "2026-12-30", lastDay: "2026-12-30", standInId: world.members.compliance_manager.memberId });
  await digestOn("2026-12-30T07:00:00Z");
  await run();
  expect(world.mails, "the owner is away and owes nothing").toEqual([]);
  expect((await listMails(world.as("admin"), { show: "all" })).rows[0]).toMatchObject({ outcome: "dropped", memberId: owner() });
  await digestOn("2026-12-30T07:00:00Z", world.members.compliance_manager.memberId);
  await run();
  expect(world.mails.map((mail) => mail.text)).toEqual([expect.stringContaining("DIG.1, for Olga Owner")]);
  expect(world.mails[0]?.text).toContain("2 of it are in the stead of Olga Owner.");
});

test("what waits for review is in the reviewer's", async () => {
  world.clock.set("2026-12-31T06:00:00Z");
  await submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title: "The list", note: "Gone through.", requestIds: [requestId] });
  await digestOn("2026-12-31T07:00:00Z", world.members.compliance_manager.memberId);
  await run();
  expect(world.mails[0]?.subject).toBe("Fern & Hall: 1 to review");
  expect(world.mails[0]?.text).toContain("To review: 1 evidence");
});

test("the next one is put in line as the person chose, and none once the mails were stopped", async () => {
  world.clock.set("2026-12-31T12:00:00Z");
  await choose("weekly");
  expect(await isDue("2027-01-04T06:59:59Z")).toBe(false);
  expect(await isDue("2027-01-04T07:00:00Z"), "Monday").toBe(true);
  await choose("daily");
  expect(await isDue("2027-01-01T06:59:59Z")).toBe(false);
  expect(await isDue("2027-01-01T07:00:00Z"), "Friday").toBe(true);
  await choose("none");
  expect(await isDue("2198-01-01T00:00:00Z")).toBe(false);
  expect(await digestOn("2027-01-05T07:00:00Z")).toBeNull();
  await choose("daily");
  await stopMails(unsubscribeToken({ organizationId: world.organizationId, memberId: owner() }));
  expect(await digestOn("2027-01-06T07:00:00Z")).toBeNull();
  expect(await isDue("2198-01-01T00:00:00Z")).toBe(false);
});
