import { createHash, randomBytes } from "node:crypto";
import { unwrapSecret, wrapSecret } from "../crypto.ts";
import type { Database } from "../db.ts";
import { withTenant, type TenantTransaction } from "../tenant.ts";
import { PREFIX_BYTES } from "./chunk-cipher.ts";

/** A key that opens one blob and nothing else, under the id that the blob's header names. */
export type BlobKey = { id: string; key: Buffer };

const labelOf = (organizationId: string, id: string): string => `blob-key:${organizationId}:${id}`;

/**
 * The keys of single blobs, each wrapped under its organization's data key. A blob is destroyed with its key: copies of its
 * bytes that lie elsewhere, in a bucket's versions or on a disk that was put away, can be opened by nobody then.
 */
export type BlobKeys = {
  /** A key for bytes that are about to be sealed; kept nowhere yet. */
  make(): BlobKey;
  /** Keeps a key for the blob that was sealed under it; before the blob gets its name, so that no blob is without one. */
  keep(organizationId: string, key: BlobKey, sha256: string): Promise<void>;
  /** Makes the key of a blob that will come in parts; its id follows from the blob's. */
  ofPart(organizationId: string, partId: string): Promise<BlobKey>;
  /** Null when it was destroyed, or there never was one. */
  find(organizationId: string, id: string): Promise<Buffer | null>;
  /** Says which blob a part became. */
  name(organizationId: string, id: string, sha256: string): Promise<void>;
  /** Destroys the key of a part that became no blob. */
  forgetPart(organizationId: string, id: string): Promise<void>;
};

export function openBlobKeys(database: Database, organizationKey: (organizationId: string) => Promise<Uint8Array>): BlobKeys {
  const insert = async (organizationId: string, { id, key }: BlobKey, sha256: string | null): Promise<void> => {
    const wrappedKey = new Uint8Array(wrapSecret(await organizationKey(organizationId), labelOf(organizationId, id), key));
    await withTenant(database, organizationId, (tx) => tx.blobKey.create({ data: { organizationId, id, sha256, wrappedKey } }));
  };
  const find = async (organizationId: string, id: string): Promise<Buffer | null> => {
    const row = await withTenant(database, organizationId, (tx) => tx.blobKey.findUnique({ where: { organizationId_id: { organizationId, id } } }), { readOnly: true });
    return row === null ? null : unwrapBlobKey(await organizationKey(organizationId), organizationId, id, row.wrappedKey);
  };
  const make = (): BlobKey => ({ id: randomBytes(PREFIX_BYTES).toString("hex"), key: randomBytes(32) });
  return {
    make,
    keep: insert,
    async ofPart(organizationId, partId) {
      const id = partKeyId(partId);
      const made = { ...make(), id };
      await insert(organizationId, made, null);
      return made;
    },
    find,
    async name(organizationId, id, sha256) {
      await withTenant(database, organizationId, (tx) => tx.blobKey.updateMany({ where: { organizationId, id }, data: { sha256 } }));
    },
    async forgetPart(organizationId, id) {
      await withTenant(database, organizationId, (tx) => tx.blobKey.deleteMany({ where: { organizationId, id, sha256: null } }));
    },
  };
}

/** The id of the key of a blob that comes in parts: known to every server that goes on with it. */
export function partKeyId(partId: string): string {
  return createHash("sha256").update(partId).digest("hex").slice(0, 2 * PREFIX_BYTES);
}

/** @throws when the organization's key is not the one that wrapped it */
export function unwrapBlobKey(organizationKey: Uint8Array, organizationId: string, id: string, wrappedKey: Uint8Array): Buffer {
  return unwrapSecret(organizationKey, labelOf(organizationId, id), wrappedKey);
}

/** Destroys, inside another act, every key that a blob of this content was ever sealed under. @returns how many there were */
export async function destroyBlobKeys(tx: TenantTransaction, organizationId: string, sha256: string): Promise<number> {
  return (await tx.blobKey.deleteMany({ where: { organizationId, sha256 } })).count;
}
