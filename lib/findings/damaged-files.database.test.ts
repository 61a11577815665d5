import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { submitEvidence } from "#lib/evidence/index.ts";
import { listNotifications } from "#lib/notifications/index.ts";
import { assignOwner } from "#lib/ownership/index.ts";
import { lookAtFileAgain, lookAtFileJob } from "#lib/stored-files/index.ts";
import { damageBlob } from "#lib/testing/damaged-blobs.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { uploadBytes } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { acceptRisk, listFindings, readFinding, runDueFindings } from "./index.ts";

// A file that is not what was stored is a gap of the control that it proves, with an owner, until it is whole again.

vi.setConfig({ testTimeout: 60_000 });

let world: World;
let counter = 0;
beforeAll(async () => {
  world = await testWorld({ timeZone: "UTC" });
});
beforeEach(() => world.clock.advance(86_400_000));
afterAll(() => world.close());

const manager = () => world.as("compliance_manager");
const found = async (title: string) => (await listFindings(manager(), { source: "stored_files", size: 200 })).rows.filter((row) => row.title.includes(title));
const history = async (findingId: string) => (await readFinding(manager(), { findingId })).events.map((event) => event.kind);

async function control(owned: boolean): Promise<{ code: string; controlId: string; requestId: string }> {
  const code = `FIL.${(counter += 1)}`;
  const made = await periodicControl(world, { code, frequency: null, effectiveFrom: new Date("2026-01-01T00:00:00Z") });
  if (owned) await assignOwner(world.as("admin"), { controlIds: [made.controlId], owner: { kind: "member", memberId: world.members.control_owner.memberId } });
  return { code, ...made };
}

async function evidenceFor(...requestIds: string[]): Promise<{ sha256: string; number: number }> {
  const owner = world.as("control_owner");
  const { sha256 } = await uploadBytes(world, owner, randomBytes(100).toString("hex"));
  const day = world.clock.now().toISOString().slice(0, 10);
  const { number } = await submitEvidence(owner, { source: { kind: "upload", sha256, fileName: "policy.txt" }, title: "The policy", period: { firstDay: day, lastDay: day }, requestIds });
  return { sha256, number };
}

/** Reads the file again, and looks for findings as the worker does a moment later. */
async function look(sha256: string): Promise<void> {
  world.clock.advance(60_000);
  await lookAtFileAgain(manager(), { sha256 });
  await world.runJobs([lookAtFileJob]);
  await runDueFindings(world.asSystem("findings"));
}

const told = async (role: "control_owner" | "admin", findingId: string) => {
  const { rows } = await listNotifications(world.as(role), { size: 200 });
  return rows.filter((row) => row.subjectId === findingId).map((row) => row.kind);
};

test("a damaged file raises one finding of its control, whose owner is told once; it is closed when the file is whole, and opened again when it is lost again", async () => {
  const { code, requestId } = await control(true);
  const first = await evidenceFor(requestId);
  const second = await evidenceFor(requestId);
  const { mend } = await damageBlob(world, first.sha256, "removed");
  await look(first.sha256);
  const [row, ...others] = await found(code);
  expect([row, others]).toMatchObject([{ title: `Evidence files of ${code} are missing or altered`, severity: "high", status: "open", owner: "Olga Owner", controls: [code] }, []]);
  const id = row!.id;
  const view = await readFinding(manager(), { findingId: id });
  expect(view.causes[0]?.text).toContain(`EV-${first.number} policy.txt is missing`);
  expect(view.causes[0]?.text).toContain(first.sha256);
  await look(first.sha256);
  expect([await history(id), await told("control_owner", id)]).toEqual([["raised"], ["finding_assigned"]]);

  const other = await damageBlob(world, second.sha256, "one bit");
  await look(second.sha256);
  expect(await history(id)).toEqual(["raised", "seen_again"]);
  await mend();
  await look(first.sha256);
  expect(await history(id), "one of them is still altered").toEqual(["raised", "seen_again"]);
  await other.mend();
  await look(second.sha256);
  expect(await found(code)).toMatchObject([{ id, status: "closed" }]);
  expect(await history(id)).toEqual(["raised", "seen_again", "closed"]);
  expect(await told("control_owner", id)).toContain("finding_settled");

  await damageBlob(world, first.sha256, "cut short");
  await look(first.sha256);
  expect(await history(id)).toEqual(["raised", "seen_again", "closed", "reopened"]);
});

test("one file that proves two controls is a gap of both; where nobody owns a control, an administrator answers", async () => {
  const [owned, orphan] = [await control(true), await control(false)];
  const { sha256 } = await evidenceFor(owned.requestId, orphan.requestId);
  await damageBlob(world, sha256, "removed");
  await look(sha256);
  expect(await found(owned.code)).toMatchObject([{ owner: "Olga Owner" }]);
  const [row] = await found(orphan.code);
  expect(row).toMatchObject({ owner: "Ada Admin" });
  expect(await told("admin", row!.id)).toEqual(["finding_assigned"]);
});

test("what is no evidence is one finding for all of it, and is closed like any other", async () => {
  const { sha256 } = await uploadBytes(world, world.as("control_owner"), randomBytes(100).toString("hex"));
  const { mend } = await damageBlob(world, sha256, "removed");
  await look(sha256);
  expect(await found("Stored files")).toMatchObject([{ status: "open", owner: "Ada Admin", controls: [] }]);
  await mend();
  await look(sha256);
  expect(await found("Stored files")).toMatchObject([{ status: "closed" }]);
});

test("an accepted risk stays accepted when the file comes back", async () => {
  const { code, requestId } = await control(true);
  const { sha256 } = await evidenceFor(requestId);
  const { mend } = await damageBlob(world, sha256, "one bit");
  await look(sha256);
  const [row] = await found(code);
  const until = new Date(world.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  await acceptRisk(manager(), { findingId: row!.id, reason: "The paper is in the safe.", until });
  await mend();
  await look(sha256);
  expect(await found(code)).toMatchObject([{ status: "risk_accepted" }]);
});
