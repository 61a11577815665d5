import { approveAcceptance, beginCheck, beginDueChecks, declineAcceptance, endCheckAcceptance, listChecks, proposeAcceptance, readCheck, readCheckCauses, recordCheck, runChecksNow, setCheckParameters, withdrawAcceptance } from "#lib/check-runs/index.ts";
import { readCollection } from "#lib/connections/index.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { collected } from "./connection-samples.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { nothing, sample, type VerbSample } from "./verb-sample.ts";

const CHECK = "aws-log-group-kept";

const acceptance = (world: FurnishedWorld) => ({ checkId: CHECK, until: addDays(dayOf(world.clock.now(), "UTC"), 30), reason: `Until the move, ${world.next()}` });
const proposed = async (world: FurnishedWorld): Promise<string> => (await proposeAcceptance(world.as("compliance_manager"), acceptance(world))).id;

async function approved(world: FurnishedWorld): Promise<string> {
  const acceptanceId = await proposed(world);
  await approveAcceptance(world.as("admin"), { acceptanceId });
  return acceptanceId;
}

/** A run that found one thing failing. */
const found = (name: string) => JSON.stringify({ results: [{ connectionId: "", resource: name, name, scope: "", state: "fail", reason: "It keeps nothing." }], restsOn: [], freshUntil: null });

async function ran(world: FurnishedWorld) {
  const { version, at } = await beginCheck(world.asSystem(), { checkId: CHECK });
  return { checkId: CHECK, askedBy: "system:collection", version, startedAt: at, run: found(`group-${world.next()}`) };
}

/** A check of which something fails, with its history and an accepted risk. */
async function failingCheck(world: FurnishedWorld): Promise<string> {
  await recordCheck(world.asSystem(), await ran(world));
  await approved(world);
  return CHECK;
}

let days = 100;
let runs = 0;
/** Checks of which nothing else of the samples has a version begin: a first run of each does. */
const FIRST_RUN = ["bucket-encrypted", "bucket-logged", "bucket-versioned", "bucket-list-closed", "bucket-read-closed", "bucket-upload-closed", "bucket-delete-closed", "bucket-permissions-closed", "user-keys-used", "user-keys-young", "root-no-keys", "password-rules", "config-delivers", "config-recording", "trail-delivers", "trail-every-region"] as const;

/** One sample of every verb of lib/check-runs. */
export const OF_CHECKS: readonly VerbSample[] = [
  sample(listChecks)("control_owner", nothing),
  sample(readCheck)("control_owner", async (world) => ({ checkId: await failingCheck(world), only: "fail" as const })),
  sample(runChecksNow)("security_analyst", () => ({ checkId: `aws-${["trail-logging", "trail-encrypted", "trail-validated", "topic-confirmed", "stack-settled", "stack-protected"][(days += 1) % 6] ?? ""}` })),
  sample(setCheckParameters)("compliance_manager", () => ({ checkId: CHECK, parameters: [{ name: "days", value: (days += 1) }], reason: "The policy says so." })),
  sample(proposeAcceptance)("security_analyst", acceptance),
  sample(approveAcceptance)("admin", async (world) => ({ acceptanceId: await proposed(world) })),
  sample(declineAcceptance)("admin", async (world) => ({ acceptanceId: await proposed(world), reason: "Mend it instead." })),
  sample(withdrawAcceptance)("compliance_manager", async (world) => ({ acceptanceId: await proposed(world), reason: "It will be mended." })),
  sample(endCheckAcceptance)("admin", async (world) => ({ acceptanceId: await approved(world), reason: "It was mended." })),
  sample(beginDueChecks)("system", async (world) => ({ connectionId: (await readCollection(world.as("admin"), { collectionId: await collected(world) })).connectionId }), { quiet: { why: "Each run stands in the trail when it ends.", tables: ["due_work", "job_run", "job"] } }),
  sample(beginCheck)("system", () => ({ checkId: `aws-${FIRST_RUN[(runs += 1) % FIRST_RUN.length] ?? ""}` })),
  sample(recordCheck)("system", ran),
  sample(readCheckCauses)("system", async (world) => ({ checkIds: [await failingCheck(world)] })),
];
