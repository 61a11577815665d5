import { randomBytes } from "node:crypto";
import { lookAtFileAgain } from "#lib/stored-files/index.ts";
import { beginLook } from "#lib/stored-files/begin-look.ts";
import { endLook, nextFiles, nextFolders, noteLook, readLook } from "#lib/stored-files/look-steps.ts";
import { insertLook } from "#lib/stored-files/look.repository.ts";
import { recordFound } from "#lib/stored-files/record-found.ts";
import { lookAtMetFile } from "#lib/stored-files/read-watched.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

async function sentFile(world: FurnishedWorld): Promise<string> {
  const sha256 = randomBytes(32).toString("hex");
  await keepUpload(world.as("control_owner"), { sha256, byteLength: 12 });
  return sha256;
}

const freshLook = (world: FurnishedWorld): Promise<string> => world.inTenant((tx) => insertLook(tx, world.organizationId, { startedAt: world.clock.now(), readTo: "", readTarget: 100 }));

/** One sample of every verb of lib/stored-files. */
export const OF_STORED_FILES: readonly VerbSample[] = [
  sample(beginLook)("system", () => ({}), { quiet: { why: "What a look sees stands in the trail when it ends.", tables: ["file_look", "job_run", "job", "due_work"] } }),
  sample(readLook)("system", async (world) => ({ lookId: await freshLook(world) })),
  sample(nextFiles)("system", () => ({ after: "", limit: 10 })),
  sample(nextFolders)("system", () => ({ after: "" })),
  sample(noteLook)("system", async (world) => ({ lookId: await freshLook(world), to: { glancedTo: "00ff", files: 1, bytes: 12 } }), { quiet: { why: "What a look sees stands in the trail when it ends.", tables: ["file_look"] } }),
  sample(endLook)("system", async (world) => ({ lookId: await freshLook(world) })),
  sample(recordFound)("system", async (world) => ({ looks: [{ sha256: await sentFile(world), found: "missing" as const, checkedAt: world.clock.now() }] })),
  sample(lookAtMetFile)("system", async (world) => ({ sha256: await sentFile(world) }), { quiet: { why: "What the look finds stands in the trail.", tables: ["job_run", "job"] } }),
  sample(lookAtFileAgain)("compliance_manager", async (world) => ({ sha256: await sentFile(world) })),
];
