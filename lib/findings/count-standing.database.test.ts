import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { addAuditor, createEngagement } from "#lib/engagements/index.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { acceptRisk, countStandingFindings, listFindings, raiseFinding, remediateFinding, shareFinding, verifyRemediation } from "./index.ts";

vi.setConfig({ testTimeout: 60_000 });

const FRAMEWORK = "soc2-tsc-2017";
let world: World;
let engagementId: string;
const ids: string[] = [];

const manager = () => world.as("compliance_manager");

/** SYS.2.07 satisfies CC7.2, SYS.1.01 contributes to it; one finding of both, one of each, one by name alone, one that was closed. */
beforeAll(async () => {
  world = await testWorld({ timeZone: "Europe/Berlin" });
  const { controls } = await adoptedLibrary(world);
  const [monitoring, logging] = [controls.get("SYS.2.07")!, controls.get("SYS.1.01")!];
  const raised = async (severity: "low" | "medium" | "high", controlIds: string[], named = false): Promise<string> => {
    const { id } = await raiseFinding(world.as("admin"), {
      title: `A gap ${ids.length}`, description: "Seen.", severity, source: { kind: "by_hand" }, controlIds, requirements: named ? [{ frameworkKey: FRAMEWORK, requirementCode: "CC7.2" }] : [], owner: { kind: "member", memberId: world.members.control_owner.memberId },
    });
    ids.push(id);
    return id;
  };
  await raised("medium", [monitoring, logging], true);
  await raised("high", [monitoring]);
  await acceptRisk(manager(), { findingId: await raised("low", [logging]), until: new Date(world.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10), reason: "For a month." });
  await raised("low", [], true);
  const closed = await raised("high", [monitoring], true);
  await remediateFinding(world.as("control_owner"), { findingId: closed, text: "Done." });
  await verifyRemediation(manager(), { findingId: closed, decision: "closed", reason: "Seen." });
  await shareFinding(manager(), { findingId: ids[0]!, visibility: "shared_with_auditor" });
  ({ id: engagementId } = await createEngagement(manager(), {
    name: "SOC 2", type: "type_2", frameworkKey: FRAMEWORK, firstDay: "2026-01-01", lastDay: "2027-12-31", timeZone: "Europe/Berlin", auditFirm: "Calder Audit LLP", controlIds: [monitoring], accessUntil: "2028-03-31",
  }));
  await addAuditor(manager(), { engagementId, memberId: world.members.auditor.memberId });
}, 120_000);
afterAll(() => world.close());

const bothControls = ["SYS.1.01", "SYS.2.07"];

test("a requirement counts each finding once, by its controls and by name; what is closed stands against nothing", async () => {
  const counts = await countStandingFindings(manager(), { frameworkKey: FRAMEWORK, subjects: [{ key: "CC7.2", controlCodes: bothControls }, { key: "CC1.1", controlCodes: [] }] });
  expect([...counts]).toEqual([["CC7.2", { open: 3, worst: "high", late: 0, accepted: 1 }]]);
});

test("a control counts its own, and the list that it leads to holds as many", async () => {
  const counts = await countStandingFindings(manager(), { subjects: bothControls.map((code) => ({ key: code, controlCodes: [code] })) });
  expect(counts.get("SYS.2.07")).toEqual({ open: 2, worst: "high", late: 0, accepted: 0 });
  expect(counts.get("SYS.1.01")).toEqual({ open: 1, worst: "medium", late: 0, accepted: 1 });
  expect((await listFindings(manager(), { controlCode: "SYS.1.01", standing: true })).rows).toHaveLength(2);
  const touching = await listFindings(manager(), { requirement: { frameworkKey: FRAMEWORK, code: "CC7.2" }, standing: true });
  expect(new Set(touching.rows.map((row) => row.id))).toEqual(new Set(ids.slice(0, 4)));
});

test("what is past its day is late, an accepted risk past its own too", async () => {
  const now = world.clock.now();
  world.clock.set(new Date(now.getTime() + 400 * 86_400_000).toISOString());
  const counts = await countStandingFindings(manager(), { subjects: [{ key: "SYS.1.01", controlCodes: ["SYS.1.01"] }] });
  expect(counts.get("SYS.1.01")).toEqual({ open: 1, worst: "medium", late: 2, accepted: 1 });
  world.clock.set(now.toISOString());
});

test("an auditor counts what is shared with them, of their controls", async () => {
  const counts = await countStandingFindings(await world.enter("auditor", engagementId), { frameworkKey: FRAMEWORK, subjects: [{ key: "CC7.2", controlCodes: bothControls }, { key: "SYS.1.01", controlCodes: ["SYS.1.01"] }] });
  expect([...counts]).toEqual([["CC7.2", { open: 1, worst: "medium", late: 0, accepted: 0 }]]);
});
