import { z } from "zod";
import { defineVerb, limitRate } from "#lib/access/index.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { keptName, sha256Input } from "./claims.ts";
import { keepUpload } from "./keep-upload.ts";
import { readStoredZip } from "./stored-zip.ts";
import { blobLength, uploadedBy } from "./upload.repository.ts";

/** A file that was taken out of a ZIP, with what the ZIP claims of it. */
export type TakenFile = { sha256: string; byteLength: number; fileName: string; originalPath: string; originalModifiedAt: Date };

/** The length of a file that one sent oneself. */
export const measureUpload = defineVerb({
  name: "uploads.measure",
  permission: "evidence.submit",
  effect: "read",
  input: z.strictObject({ sha256: sha256Input }),
  async run({ tx, context, input }): Promise<number> {
    const byteLength = await blobLength(tx, context.organizationId, input.sha256);
    if (byteLength === null || !(await uploadedBy(tx, context.organizationId, input.sha256, actorId(context.actor)))) throw notFound("upload");
    return Number(byteLength);
  },
});

/**
 * Takes a ZIP that one sent apart into its files, each stored for itself. Its paths and dates are its claims. The ZIP stays.
 * Empty files are left out, since nothing can rest on them, and counted.
 *
 * @throws AppError not_found; what {@link readStoredZip} refuses
 */
export async function takeApart(context: Context, sha256: string): Promise<{ files: TakenFile[]; empty: number }> {
  const byteLength = await measureUpload(context, { sha256 });
  await limitRate(context, "upload");
  const { blobs } = runtime();
  const { organizationId } = context;
  const zipped = await readStoredZip((from) => blobs.read(organizationId, sha256, from), byteLength);
  const files: TakenFile[] = [];
  for (const one of zipped) {
    if (one.byteLength === 0) continue;
    const stored = await blobs.write(organizationId, one.open(), { maxBytes: one.byteLength, byteLength: one.byteLength });
    await keepUpload(context, stored);
    files.push({ ...stored, fileName: keptName(one.path), originalPath: one.path.slice(0, 1_024), originalModifiedAt: one.modifiedAt });
  }
  return { files, empty: zipped.length - files.length };
}
