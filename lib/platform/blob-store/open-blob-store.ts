import path from "node:path";
import type { Environment } from "../env.ts";
import type { BlobStore } from "./blob-store.ts";
import { openFileBlobStore } from "./file-blob-store.ts";
import { openS3BlobStore } from "./s3-blob-store.ts";

/** The blob store that the settings name: a bucket, or the data folder's `blobs/`. */
export function openBlobStore({ dataDirectory, s3 }: Pick<Environment, "dataDirectory" | "s3">): BlobStore {
  if (s3 !== undefined) return openS3BlobStore(s3, path.join(/* turbopackIgnore: true */ dataDirectory, "incoming"));
  return openFileBlobStore(path.join(/* turbopackIgnore: true */ dataDirectory, "blobs"));
}
