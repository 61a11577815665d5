import { listInbox, readFileFaults, restoreEvidence, reviewEvidence, reviewMany, supersedeEvidence } from "#lib/evidence/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

/** An accepted note and a newer one that waits, both to one request. */
async function twoVersions(world: FurnishedWorld): Promise<{ evidenceId: string; successorId: string }> {
  const evidenceId = await world.freshEvidence();
  await reviewEvidence(world.as("compliance_manager"), { evidenceId, decision: "accepted" });
  return { evidenceId, successorId: await world.freshEvidence() };
}

/** Calls of the verbs that reviewers' inboxes and versions of evidence are made of. */
export const OF_REVIEW: readonly VerbSample[] = [
  sample(reviewEvidence)("compliance_manager", async (world) => ({ evidenceId: await world.freshEvidence(), decision: "rejected", reason: "The version is missing." })),
  sample(listInbox)("compliance_manager", (world) => ({ controlCode: world.control.insideCode })),
  sample(readFileFaults)("control_owner", (world) => ({ evidenceIds: [world.evidence.inside] })),
  sample(reviewMany)("compliance_manager", async (world) => ({ decision: "rejected", reason: "The version is missing.", which: { ids: [await world.freshEvidence()] } })),
  sample(supersedeEvidence)("control_owner", async (world) => ({ ...(await twoVersions(world)), reason: "The yearly review." })),
  sample(restoreEvidence)("control_owner", async (world) => {
    const pair = await twoVersions(world);
    await supersedeEvidence(world.as("control_owner"), pair);
    return pair;
  }),
];
