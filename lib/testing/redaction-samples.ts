import { proposeOriginal } from "#lib/disposal/index.ts";
import { redactEvidence } from "#lib/redaction/index.ts";
import { openOriginal, readOriginalFacts } from "#lib/redaction/read-original.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { uploadBytes } from "./source-records.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

/** An evidence with a table of people as its file. */
async function table(world: FurnishedWorld): Promise<string> {
  const { sha256 } = await uploadBytes(world, world.as("control_owner"), `name,role\nPerson ${world.next()},admin\n`);
  return world.freshEvidence({ kind: "upload", sha256, fileName: "people.csv" });
}

const columns = { how: { kind: "columns" as const, columns: [0] }, reason: "Names are not needed." };

export const OF_REDACTION: readonly VerbSample[] = [
  sample(redactEvidence)("compliance_manager", async (world) => ({ evidenceId: await table(world), ...columns })),
  sample(readOriginalFacts)("compliance_manager", async (world) => ({ evidenceId: await table(world) })),
  sample(openOriginal)("compliance_manager", async (world) => ({ evidenceId: await table(world) })),
  sample(proposeOriginal)("compliance_manager", async (world) => {
    const evidenceId = await table(world);
    await redactEvidence(world.as("compliance_manager"), { evidenceId, ...columns });
    return { evidenceId };
  }),
];
