import {
  acceptRisk, addRemediationEvidence, addStep, assignFinding, closeHealed, countStandingFindings, endAcceptance, endDueFindings, finishStep, linkTicket, listFindingChoices, listFindings, moveDueDate, planRemediation, raiseDueFindings, raiseFinding, readDueFindings, readFinding,
  relateFinding, remediateFinding, removeTicket, reopenFinding, setFindingSeverity, shareFinding, verifyRemediation, withdrawFinding,
} from "#lib/findings/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";
import type { World } from "./world.ts";

const DAY_MS = 86_400_000;

/** Raises a finding of a control, which the control's owner has to remedy. */
export async function raiseFor(world: World, controlIds: string[], title: string, change: { shared?: boolean } = {}): Promise<string> {
  const { id } = await raiseFinding(world.as("admin"), {
    title, description: "Two hosts of the **payment** network send no logs.", severity: "high", source: { kind: "by_hand" }, controlIds, owner: { kind: "member", memberId: world.members.control_owner.memberId },
  });
  if (change.shared === true) await shareFinding(world.as("compliance_manager"), { findingId: id, visibility: "shared_with_auditor" });
  return id;
}

const freshFinding = (world: FurnishedWorld): Promise<string> => raiseFor(world, [world.control.inside], `Hosts without logs ${world.next()}`);

/** A finding that its owner says is remedied. */
async function remedied(world: FurnishedWorld): Promise<string> {
  const findingId = await freshFinding(world);
  await remediateFinding(world.as("control_owner"), { findingId, text: "Both hosts forward their logs." });
  return findingId;
}

async function accepted(world: FurnishedWorld): Promise<string> {
  const findingId = await freshFinding(world);
  await acceptRisk(world.as("compliance_manager"), { findingId, until: dayAfter(world, 30), reason: "The hosts are switched off in a month." });
  return findingId;
}

const dayAfter = (world: World, days: number): string => new Date(world.clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10);

async function ticketed(world: FurnishedWorld): Promise<string> {
  const findingId = await freshFinding(world);
  await linkTicket(world.as("control_owner"), { findingId, title: "OPS-12", url: "https://tracker.example/OPS-12" });
  const { tickets } = await readFinding(world.as("control_owner"), { findingId });
  return tickets[0]!.id;
}

const daily = { quiet: { why: "Only says when the dispatcher comes again.", tables: ["due_work"] } };

export const OF_FINDINGS: readonly VerbSample[] = [
  sample(raiseFinding)("security_analyst", (world) => ({
    title: `Backups are not restored ${world.next()}`, description: "No restore was tried since spring.", severity: "medium", source: { kind: "incident", incidentId: world.incident.inside },
    controlIds: [world.control.inside], requirements: [{ frameworkKey: "soc2-tsc-2017", requirementCode: "CC7.2" }], owner: { kind: "member", memberId: world.members.control_owner.memberId },
  })),
  sample(listFindings)("control_owner", (world) => ({ controlCode: world.control.insideCode, requirement: { frameworkKey: "soc2-tsc-2017", code: "CC7.2" }, standing: true, late: false, text: "hosts", order: "due" })),
  sample(countStandingFindings)("control_owner", (world) => ({ frameworkKey: "soc2-tsc-2017", subjects: [{ key: "CC7.2", controlCodes: [world.control.insideCode] }] })),
  sample(listFindingChoices)("control_owner", () => ({})),
  sample(readFinding)("control_owner", (world) => ({ findingId: world.finding.inside })),
  sample(assignFinding)("compliance_manager", async (world) => ({ findingId: await freshFinding(world), owner: { kind: "member", memberId: world.members.compliance_manager.memberId } })),
  sample(setFindingSeverity)("compliance_manager", async (world) => ({ findingId: await freshFinding(world), severity: "critical", reason: "The hosts hold card data." })),
  sample(moveDueDate)("compliance_manager", async (world) => ({ findingId: await freshFinding(world), dueOn: dayAfter(world, 90), reason: "The part is delivered in December." })),
  sample(relateFinding)("compliance_manager", async (world) => ({ findingId: await freshFinding(world), controlIds: [world.control.outside], requirements: [{ frameworkKey: "soc2-tsc-2017", requirementCode: "CC7.3" }] })),
  sample(shareFinding)("compliance_manager", async (world) => ({ findingId: await freshFinding(world), visibility: "shared_with_auditor" })),
  sample(planRemediation)("control_owner", async (world) => ({ findingId: await freshFinding(world), rootCause: "New hosts were set up by hand.", plan: "Set them up from the image." })),
  sample(addStep)("control_owner", async (world) => ({ findingId: await freshFinding(world), text: "Set up the forwarder." })),
  sample(finishStep)("control_owner", async (world) => {
    const step = await addStep(world.as("control_owner"), { findingId: await freshFinding(world), text: "Set up the forwarder." });
    return { stepId: step!.id, done: true };
  }),
  sample(addRemediationEvidence)("control_owner", async (world) => ({ findingId: await freshFinding(world), reference: world.evidence.inside })),
  sample(linkTicket)("control_owner", async (world) => ({ findingId: await freshFinding(world), title: "OPS-12", url: "https://tracker.example/OPS-12" })),
  sample(removeTicket)("control_owner", async (world) => ({ ticketId: await ticketed(world) })),
  sample(remediateFinding)("control_owner", async (world) => ({ findingId: await freshFinding(world), text: "Both hosts forward their logs." })),
  sample(verifyRemediation)("compliance_manager", async (world) => ({ findingId: await remedied(world), decision: "returned", reason: "One host is still silent." })),
  sample(acceptRisk)("compliance_manager", async (world) => ({ findingId: await freshFinding(world), until: dayAfter(world, 60), reason: "The hosts are switched off in a month." })),
  sample(reopenFinding)("compliance_manager", async (world) => ({ findingId: await accepted(world), reason: "The hosts stay after all." })),
  sample(withdrawFinding)("compliance_manager", async (world) => ({ findingId: await freshFinding(world), reason: "The hosts belong to somebody else." })),
  sample(endAcceptance)("system", async (world) => ({ findingId: await accepted(world) }), { quiet: { why: "The risk is accepted for a month to come.", tables: [] } }),
  sample(readDueFindings)("system", () => ({})),
  sample(raiseDueFindings)("system", (world) => ({
    causes: [{
      cause: `silent:${world.sourceId}:${world.next()}`, text: "Nothing was received for ten days.", sourceKind: "log_source", sourceId: world.sourceId, sourceName: "web1", title: "The log source web1 is silent",
      severity: "high", controlIds: [world.control.inside], owner: { memberId: world.members.control_owner.memberId },
    }],
  })),
  sample(closeHealed)("system", async (world) => {
    await raiseDueFindings(world.asSystem(), {
      causes: [{
        cause: `stored_files:${world.control.inside}:${world.next()}`, text: "A stored file was missing, and is back.", sourceKind: "stored_files", sourceId: world.control.inside, sourceName: world.control.insideCode,
        title: "Evidence files are missing or altered", severity: "high", controlIds: [world.control.inside], owner: { memberId: world.members.control_owner.memberId },
      }],
    });
    const { healed } = await readDueFindings(world.asSystem(), {});
    return { findingId: healed[0]! };
  }),
  sample(endDueFindings)("system", () => ({}), daily),
];
