import { approveDisposal, keepLonger, listDispositions, proposeDisposal } from "#lib/disposal/index.ts";
import { destroyContent, noteBytesRemoved } from "#lib/disposal/destroy-content.ts";
import { classifyEvidence } from "#lib/evidence/index.ts";
import { newId } from "#lib/platform/ids.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { nothing, sample, type VerbSample } from "./verb-sample.ts";

const reason = "Its time is over, and nobody needs it.";

/** An evidence that was proposed to be disposed of. */
export async function proposedDisposal(world: FurnishedWorld): Promise<string> {
  const { organizationId, clock } = world;
  const evidenceId = await world.freshEvidence();
  const now = clock.now();
  const id = newId("dsp", now.getTime());
  await world.inTenant((tx) => tx.disposition.create({ data: { organizationId, id, evidenceId, status: "proposed", dueAt: now, proposedAt: now } }));
  return id;
}

async function approved(world: FurnishedWorld): Promise<string> {
  const id = await proposedDisposal(world);
  await approveDisposal(world.as("compliance_manager"), { dispositionIds: [id], reason });
  return id;
}

export const OF_DISPOSAL: readonly VerbSample[] = [
  sample(classifyEvidence)("compliance_manager", async (world) => ({ evidenceId: await world.freshEvidence(), classification: "restricted", retainDays: 400 })),
  sample(proposeDisposal)("system", async (world) => {
    const evidenceId = await world.freshEvidence();
    await world.inTenant((tx) => tx.evidenceState.updateMany({ where: { evidenceId }, data: { retainedFrom: new Date("2016-01-01T00:00:00Z") } }));
    return {};
  }),
  sample(listDispositions)("compliance_manager", nothing),
  sample(approveDisposal)("compliance_manager", async (world) => ({ dispositionIds: [await proposedDisposal(world)], reason })),
  sample(keepLonger)("compliance_manager", async (world) => ({ dispositionIds: [await proposedDisposal(world)], reason })),
  sample(destroyContent)("system", async (world) => ({ dispositionId: await approved(world) })),
  sample(noteBytesRemoved)("system", async (world) => {
    const dispositionId = await approved(world);
    await destroyContent(world.asSystem(), { dispositionId });
    await world.inTenant((tx) => tx.disposition.updateMany({ where: { id: dispositionId }, data: { content: "destroyed" } }));
    return { dispositionId };
  }, { quiet: { why: "What was destroyed is recorded with its key; this is the bytes' end.", tables: ["disposition"] } }),
];
