import { randomBytes } from "node:crypto";
import type { Context } from "#lib/platform/context.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import { announceUpload } from "#lib/uploads/begin-upload.ts";
import { endUpload, expireUpload } from "#lib/uploads/end-upload.ts";
import { measureUpload } from "#lib/uploads/take-apart.ts";
import { finishUpload, holdUpload, letGoUpload, readUpload } from "#lib/uploads/write-upload.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const someHash = (): string => randomBytes(32).toString("hex");
const file = { fileName: "export.csv", byteLength: 12 };
const writer = "wri_1";
const ON_ITS_WAY = { why: "Whose turn it is to write to a file that is on its way; that it began and that it arrived are audited.", tables: ["upload"] };

const begun = async (context: Context): Promise<string> => (await announceUpload(context, file)).id;

/** One sample of every verb of lib/uploads. */
export const OF_UPLOADS: readonly VerbSample[] = [
  sample(announceUpload)("control_owner", () => ({ ...file, originalPath: "reports/export.csv", originalModifiedAt: new Date("2026-09-01T00:00:00.000Z"), sha256: someHash() })),
  sample(endUpload)("control_owner", async (world) => ({ uploadId: await begun(world.as("control_owner")) })),
  sample(expireUpload)("system", async (world) => ({ uploadId: await begun(world.as("control_owner")) })),
  sample(readUpload)("control_owner", async (world) => ({ uploadId: await begun(world.as("control_owner")) })),
  sample(holdUpload)("control_owner", async (world) => ({ uploadId: await begun(world.as("control_owner")), writer }), { quiet: ON_ITS_WAY }),
  sample(letGoUpload)("control_owner", async (world) => {
    const uploadId = await begun(world.as("control_owner"));
    await holdUpload(world.as("control_owner"), { uploadId, writer });
    return { uploadId, writer };
  }, { quiet: ON_ITS_WAY }),
  sample(finishUpload)("control_owner", async (world) => {
    const uploadId = await begun(world.as("control_owner"));
    await holdUpload(world.as("control_owner"), { uploadId, writer });
    return { uploadId, writer, sha256: someHash() };
  }),
  sample(keepUpload)("control_owner", () => ({ sha256: someHash(), byteLength: 12 })),
  sample(measureUpload)("control_owner", async (world) => {
    const sha256 = someHash();
    await keepUpload(world.as("control_owner"), { sha256, byteLength: 12 });
    return { sha256 };
  }),
];
