import { randomBytes } from "node:crypto";
import { askInspection, releaseFile } from "#lib/inspection/index.ts";
import { measureFile, recordInspection } from "#lib/inspection/record-inspection.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

async function sentFile(world: FurnishedWorld): Promise<string> {
  const sha256 = randomBytes(32).toString("hex");
  await keepUpload(world.as("control_owner"), { sha256, byteLength: 12 });
  return sha256;
}

const looked = (sha256: string) => ({ sha256, mediaType: "application/pdf", findings: [{ kind: "pdf_javascript" as const, detail: "Names /JavaScript." }], version: 1, scanVerdict: "infected" as const, scanner: "ClamAV", scannerVersion: "ClamAV 1.4.1", scanDetail: "Eicar-Test-Signature" });

/** One sample of every verb of lib/inspection. */
export const OF_INSPECTION: readonly VerbSample[] = [
  sample(measureFile)("system", async (world) => ({ sha256: await sentFile(world) })),
  sample(recordInspection)("system", async (world) => looked(await sentFile(world))),
  sample(askInspection)("compliance_manager", async (world) => ({ sha256: await sentFile(world) })),
  sample(releaseFile)("security_analyst", async (world) => {
    const sha256 = await sentFile(world);
    await recordInspection(world.asSystem(), looked(sha256));
    return { sha256, reason: "It is the malware of the incident, kept as it was found." };
  }),
];
