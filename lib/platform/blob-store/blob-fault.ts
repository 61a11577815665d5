import { isAppError } from "../errors.ts";
import type { BlobFound } from "./check-blob.ts";

/** What a disk says of a file that it cannot give out, and no more than that. */
const DISK_FAULTS = new Set(["EIO", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EBADMSG", "EUCLEAN"]);

/**
 * What a failed read says of the blob itself: nothing lies there, what lies there is not what was written, or the disk or its key
 * does not give it out. Null for what says nothing of it, such as a store that does not answer: then whoever reads fails as well.
 */
export function blobFault(error: unknown): Exclude<BlobFound, "whole"> | null {
  if (isAppError(error)) return error.reason === "blob_missing" ? "missing" : error.reason === "blob_altered" ? "altered" : null;
  if (!(error instanceof Error)) return null;
  const ofDisk = "code" in error && typeof error.code === "string" && DISK_FAULTS.has(error.code);
  // A wrapped key that its organization's key does not open.
  return ofDisk || /authenticate/.test(error.message) ? "unreadable" : null;
}
