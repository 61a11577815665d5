import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { addAuditor, createEngagement } from "#lib/engagements/index.ts";
import { acceptRisk, listFindings, raiseFinding, readFinding, relateFinding, remediateFinding, shareFinding, verifyRemediation, withdrawFinding } from "#lib/findings/index.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { collectPacketContent } from "./collect-packet-content.ts";
import { requestPacket } from "./index.ts";
import type { PacketFinding } from "./packet-content.ts";
import { FINDINGS, measurePopulation } from "./population-files.ts";

vi.setConfig({ testTimeout: 60_000 });

let world: World;
let controlId: string;
let elsewhere: string;
let engagementId: string;
const ids = new Map<string, string>();

const manager = () => world.as("compliance_manager");
const owner = () => world.as("control_owner");

async function raised(at: string, title: string, change: { controlIds?: string[]; shared?: boolean } = {}): Promise<string> {
  world.clock.set(at);
  const { id } = await raiseFinding(world.as("admin"), {
    title, description: `${title}, in words.`, severity: "high", source: { kind: "by_hand" }, controlIds: change.controlIds ?? [controlId], requirements: [{ frameworkKey: "soc2-tsc-2017", requirementCode: "CC7.2" }],
    owner: { kind: "member", memberId: world.members.control_owner.memberId },
  });
  if (change.shared !== false) await shareFinding(manager(), { findingId: id, visibility: "shared_with_auditor" });
  ids.set(title, id);
  return id;
}

async function close(findingId: string, at: string): Promise<void> {
  world.clock.set(at);
  await remediateFinding(owner(), { findingId, text: "Done and seen." });
  world.clock.advance(60_000);
  await verifyRemediation(manager(), { findingId, decision: "closed", reason: "Looked at it." });
}

/** October, told in December. */
beforeAll(async () => {
  world = await testWorld({ timeZone: "Europe/Berlin" });
  world.clock.set("2026-06-01T08:00:00Z");
  const library = await adoptedLibrary(world, new Date("2026-05-01T00:00:00Z"));
  controlId = library.controls.get("SYS.2.07")!;
  elsewhere = library.controls.get("SYS.1.01")!;
  ({ id: engagementId } = await createEngagement(manager(), {
    name: "SOC 2 2026", type: "type_2", frameworkKey: "soc2-tsc-2017", firstDay: "2026-10-01", lastDay: "2026-12-31", timeZone: "Europe/Berlin", auditFirm: "Calder Audit LLP", controlIds: [controlId], accessUntil: "2027-03-31",
  }));
  await addAuditor(manager(), { engagementId, memberId: world.members.auditor.memberId });
  await close(await raised("2026-08-01T08:00:00Z", "Closed before"), "2026-09-01T08:00:00Z");
  const accepted = await raised("2026-08-02T08:00:00Z", "Accepted before");
  await acceptRisk(manager(), { findingId: accepted, until: "2027-01-31", reason: "Replaced in winter." });
  await close(await raised("2026-09-10T08:00:00Z", "Closed within"), "2026-10-12T08:00:00Z");
  await raised("2026-10-02T08:00:00Z", "Kept internal", { shared: false });
  const left = await raised("2026-10-03T08:00:00Z", "Related away", { controlIds: [controlId, elsewhere] });
  await raised("2026-10-04T08:00:00Z", "Of another control", { controlIds: [elsewhere] });
  const late = await raised("2026-10-05T08:00:00Z", "Closed after", { controlIds: [controlId, elsewhere] });
  const withdrawn = await raised("2026-10-06T08:00:00Z", "Withdrawn within");
  world.clock.set("2026-10-20T08:00:00Z");
  await relateFinding(manager(), { findingId: left, controlIds: [elsewhere], requirements: [] });
  await withdrawFinding(manager(), { findingId: withdrawn, reason: "Seen twice." });
  await raised("2026-11-02T08:00:00Z", "Raised after");
  await close(late, "2026-11-20T08:00:00Z");
  world.clock.set("2026-12-01T08:00:00Z");
}, 120_000);
afterAll(() => world.close());

async function collected(request: { engagementId?: string; lastDay?: string }) {
  const { id } = await requestPacket(manager(), { controlId, firstDay: "2026-10-01", lastDay: request.lastDay ?? "2026-10-31", ...(request.engagementId === undefined ? { timeZone: "Europe/Berlin" } : { engagementId: request.engagementId }) });
  const read = async () => {
    const { findings, head } = await collectPacketContent(world.asSystem(), { packetId: id });
    const { reconciliation } = await measurePopulation("findings", { rows: () => findings, ipe: head.findingsIpe }, FINDINGS, 100);
    return { findings, ipe: head.findingsIpe, reconciliation, text: JSON.stringify({ findings, ipe: head.findingsIpe }) };
  };
  return { id, read };
}

const places = (findings: readonly PacketFinding[]) => Object.fromEntries(findings.map((one) => [one.title, one.place]));

test("a packet tells what stood against its control in the period, each as it was at the end, and what became of it since", async () => {
  const { findings, ipe, reconciliation } = await (await collected({ engagementId })).read();
  expect(places(findings)).toEqual({ "Accepted before": "accepted", "Closed within": "closed", "Closed after": "open", "Withdrawn within": "withdrawn" });
  const byTitle = new Map(findings.map((one) => [one.title, one]));
  expect(byTitle.get("Accepted before")).toMatchObject({ acceptedUntil: "2027-01-31", acceptedBy: world.members.compliance_manager.name, state: "Risk accepted", stateSince: null, owner: world.members.control_owner.name });
  expect(byTitle.get("Closed within")).toMatchObject({ state: "Closed", settledAt: new Date("2026-10-12T08:01:00Z"), requirements: ["soc2-tsc-2017 CC7.2"] });
  expect(byTitle.get("Closed after")).toMatchObject({ state: "Open", stateSince: "Closed", settledAt: null });
  expect(ipe.controlTotals).toEqual({ high: 4, open: 1, accepted: 1, closed: 1, withdrawn: 1 });
  expect(reconciliation).toEqual({ verdict: "reconciles", statement: "4 announced = 4 received = 4 counted again." });
});

test("for an engagement it names nothing outside of it, and says that there is more; nor does a page of the portal", async () => {
  const { findings, text } = await (await collected({ engagementId })).read();
  expect(findings.find((one) => one.title === "Closed after")).toMatchObject({ controls: ["SYS.2.07"], otherControls: true });
  for (const hidden of ["SYS.1.01", "Kept internal", "Of another control", "Related away"]) expect(text, hidden).not.toContain(hidden);
  const auditor = await world.enter("auditor", engagementId);
  const shown = new Set((await listFindings(auditor, {})).rows.map((row) => row.title));
  expect(findings.every((one) => shown.has(one.title))).toBe(true);
  await relateFinding(manager(), { findingId: ids.get("Raised after")!, controlIds: [controlId, elsewhere], requirements: [] });
  expect(JSON.stringify(await readFinding(auditor, { findingId: ids.get("Raised after")! }))).not.toContain("SYS.1.01");
});

test("of the organization's own it counts what is kept internal, and tells no word of it", async () => {
  const { findings, ipe, reconciliation, text } = await (await collected({})).read();
  expect(findings).toHaveLength(4);
  expect(findings.find((one) => one.title === "Closed after")).toMatchObject({ controls: ["SYS.1.01", "SYS.2.07"], otherControls: false });
  expect(ipe.exclusions).toEqual([{ reason: "kept internal by the organization", count: 1 }]);
  expect(reconciliation.statement).toBe("5 announced = 5 received = 5 counted again, 1 of them excluded with a reason.");
  expect(text).not.toContain("Kept internal");
});

test("read again, it is the same, whatever happened to the findings since it was asked for", async () => {
  const { read } = await collected({ lastDay: "2026-11-30" });
  const before = await read();
  expect(places(before.findings)).toMatchObject({ "Raised after": "open", "Closed after": "closed" });
  world.clock.advance(3_600_000);
  const [open, internal, accepted] = ["Raised after", "Kept internal", "Accepted before"].map((title) => ids.get(title)!);
  await shareFinding(manager(), { findingId: internal!, visibility: "shared_with_auditor" });
  await relateFinding(manager(), { findingId: open!, controlIds: [elsewhere], requirements: [] });
  await shareFinding(manager(), { findingId: accepted!, visibility: "internal" });
  await raised("2026-12-02T08:00:00Z", "Raised much later");
  expect((await read()).text).toBe(before.text);
});
