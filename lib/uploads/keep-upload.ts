import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { StoredBlob } from "#lib/platform/blob-store/index.ts";
import { sha256Input } from "./claims.ts";
import { MAX_UPLOAD_BYTES } from "./limits.ts";
import { recordStored } from "./record-stored.ts";

/**
 * Records that somebody sent a file whose bytes are stored. Until an evidence refers to the file it belongs to nothing, and
 * only who sent it may offer it.
 */
export const keepUpload = defineVerb({
  name: "uploads.keep",
  permission: "evidence.submit",
  effect: "write",
  input: z.strictObject({ sha256: sha256Input, byteLength: z.number().int().min(1).max(MAX_UPLOAD_BYTES) }),
  async run(args): Promise<StoredBlob> {
    await recordStored(args, args.input);
    return args.input;
  },
});
