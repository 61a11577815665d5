import { approveStandard, declineStandard, listStandards, proposeStandard, readStandard, readStandardChoices } from "#lib/standards/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { nothing, sample, type VerbSample } from "./verb-sample.ts";

const standardOf = (world: FurnishedWorld) => ({
  title: `Linux servers ${world.next()}`, systemType: "Linux server", types: ["aws.ec2.instance"], checks: ["aws-instance-metadata-tokens"], controlCodes: ["SYS.1.01"],
  source: "The organization’s own", address: "", statement: "Metadata are told against a token only.", logging: "The journal, sent to the collector from the first minute.", reason: "Nobody had written it down.",
});

/** A standard that waits for its approval. */
export const proposedStandard = (world: FurnishedWorld) => proposeStandard(world.as("compliance_manager"), standardOf(world));

/** Calls of the verbs by which configuration standards are written and approved. */
export const OF_STANDARDS: readonly VerbSample[] = [
  sample(listStandards)("control_owner", nothing),
  sample(readStandard)("control_owner", async (world) => ({ number: (await proposedStandard(world)).number })),
  sample(readStandardChoices)("security_analyst", nothing),
  sample(proposeStandard)("compliance_manager", standardOf),
  sample(approveStandard)("admin", async (world) => ({ standardId: (await proposedStandard(world)).id })),
  sample(declineStandard)("admin", async (world) => ({ standardId: (await proposedStandard(world)).id, reason: "Not yet." })),
];
