import { approveDefinition, declineDefinition, proposeDefinition, readDefinition, readReconciliation } from "#lib/reconciliation/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { nothing, sample, type VerbSample } from "./verb-sample.ts";

const DEFINITION = { types: ["aws.ec2.instance"], rules: [{ when: [{ field: "tag" as const, tag: "env", is: ["dev*"] }], environment: "other" as const, because: "Named so." }] };

/** The definition that waits: one at a time, so an earlier one is taken back first. */
async function proposed(world: FurnishedWorld): Promise<string> {
  await settled(world);
  return (await proposeDefinition(world.as("compliance_manager"), { ...DEFINITION, reason: `First ${world.next()}` })).id;
}

async function settled(world: FurnishedWorld): Promise<void> {
  const { versions } = await readDefinition(world.as("compliance_manager"), {});
  for (const { id, decision } of versions) if (decision === null) await declineDefinition(world.as("compliance_manager"), { definitionId: id, reason: "Another one comes." });
}

/** Calls of the verbs by which the population is defined and held against what watches it. */
export const OF_RECONCILIATION: readonly VerbSample[] = [
  sample(readReconciliation)("security_analyst", () => ({ column: "logs" as const, state: "missing" as const })),
  sample(readDefinition)("security_analyst", nothing),
  sample(proposeDefinition)("compliance_manager", async (world) => {
    await settled(world);
    return { ...DEFINITION, reason: `Proposed ${world.next()}` };
  }),
  sample(approveDefinition)("admin", async (world) => ({ definitionId: await proposed(world) })),
  sample(declineDefinition)("admin", async (world) => ({ definitionId: await proposed(world), reason: "Not yet." })),
];
