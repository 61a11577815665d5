import { AppError } from "../errors.ts";

const SHA256 = /^[0-9a-f]{64}$/;
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The parts of a blob's address within its store.
 * @throws AppError blob_address when it would lead anywhere else
 */
export function blobAddress(organizationId: string, sha256: string): [organizationId: string, prefix: string, sha256: string] {
  if (!NAME.test(organizationId) || !SHA256.test(sha256)) throw new AppError("validation", "blob_address", "This is not the address of a blob.");
  return [organizationId, sha256.slice(0, 2), sha256];
}

/**
 * Where an organization's blobs lie within a store.
 * @throws AppError blob_address when it would lead anywhere else
 */
export function blobFolder(organizationId: string): string {
  if (!NAME.test(organizationId)) throw new AppError("validation", "blob_address", "This is not the address of an organization's blobs.");
  return organizationId;
}
