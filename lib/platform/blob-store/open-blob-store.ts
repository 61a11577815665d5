import path from "node:path";
import type { Environment } from "../env.ts";
import type { BlobStore } from "./blob-store.ts";
import { openFileBlobStore } from "./file-blob-store.ts";

/** The blob store that the settings name. */
export function openBlobStore({ dataDirectory }: Environment): BlobStore {
  return openFileBlobStore(path.join(/* turbopackIgnore: true */ dataDirectory, "blobs"));
}
