import { randomBytes } from "node:crypto";
import { mkdir, rm, statfs } from "node:fs/promises";
import path from "node:path";
import type { Clock } from "../clock.ts";
import { unwrapSecret, wrapSecret } from "../crypto.ts";
import type { Database } from "../db.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { traced } from "../telemetry/trace.ts";
import { withTenant, type TenantTransaction } from "../tenant.ts";
import { blobFolder } from "./blob-address.ts";
import { destroyBlobKeys, openBlobKeys, partKeyId, type BlobKeys } from "./blob-keys.ts";
import { noteBlob } from "./blob-standing.ts";
import type { BlobExpectation, BlobStore, KeyFor, StoredBlob } from "./blob-store.ts";
import { checkBlob, sealedLength, type BlobFound } from "./check-blob.ts";
import { HEADER_BYTES } from "./chunk-cipher.ts";
import { openPartFiles, type Keeping } from "./part-file.ts";
import { inPieces, keyIdOf, missing, sealedHeader } from "./sealed-stream.ts";

export { blobFault } from "./blob-fault.ts";
export { destroyBlobKeys, unwrapBlobKey } from "./blob-keys.ts";
export { noteBlob, type BlobLook } from "./blob-standing.ts";
export type { BlobExpectation, KeyFor, StoredBlob } from "./blob-store.ts";
export { BLOB_FINDS, checkBlob, type BlobFound } from "./check-blob.ts";

/**
 * Blobs of all organizations, each encrypted under a key of its own, which its organization's data key wraps. Nothing is
 * shared between tenants.
 */
export type Blobs = {
  /** Writes, syncs and renames before it answers; the `blob` row follows in the caller's transaction ({@link recordBlob}). */
  write(organizationId: string, body: AsyncIterable<Uint8Array>, expect: BlobExpectation): Promise<StoredBlob>;
  /** The plaintext from byte `from` on. Fails with reason blob_missing or blob_altered, never silently short. */
  read(organizationId: string, sha256: string, from?: number): AsyncGenerator<Buffer>;
  /** Reads a blob to its end and says how it was found; `paced` is told of the bytes and may take its time. */
  check(organizationId: string, sha256: string, paced?: (bytes: number) => Promise<void>): Promise<BlobFound>;
  /** Which of these blobs, whose hashes all begin with `prefix`, do not lie there in their length. Reads none of them. */
  amiss(organizationId: string, prefix: string, blobs: readonly StoredBlob[]): Promise<string[]>;
  /** Blobs that come in parts, over hours and after interruptions. */
  parts: BlobParts;
  /** Takes away bytes that no `blob` row names: what was made to be handed over and has had its time. */
  discard(organizationId: string, sha256: string): Promise<void>;
  /** Takes away the bytes of a blob whose key was destroyed; those of the same content that came since, under a new key, stay. */
  shred(organizationId: string, sha256: string): Promise<void>;
  /** Takes away what was left lying by writers that were cut off. */
  clear(organizationId: string, now: Date): Promise<void>;
  /** Takes away everything that lies in the store for an organization, whether a row names it or not. */
  removeAll(organizationId: string): Promise<void>;
};

/** A blob that comes in parts: whose, under which name, and how long it will be. */
export type ComingBlob = { organizationId: string; id: string; byteLength: number };

export type BlobParts = {
  /** @throws AppError limit_exceeded (disk_full) when the disk has no room for all of it */
  begin(coming: ComingBlob): Promise<void>;
  /** Bytes that are kept. @throws AppError internal (blob_missing) when this machine has none of it */
  offset(coming: ComingBlob): Promise<number>;
  /** Appends at `from`, and answers how far it is. A body of which all is kept or nothing waits in memory to its end. */
  append(coming: ComingBlob, from: number, body: AsyncIterable<Uint8Array>, keeping?: Keeping): Promise<number>;
  /** Makes a blob of it that is safe; the `blob` row follows ({@link recordBlob}). What has another hash than `sha256` is thrown away. */
  finish(coming: ComingBlob, sha256: string | null): Promise<StoredBlob>;
  remove(coming: Pick<ComingBlob, "organizationId" | "id">): Promise<void>;
};

/** Left free on the disk, for the database's log above all. */
const RESERVED_BYTES = 512 * 1024 * 1024;

/** For how long a process keeps a data key at hand: one that was destroyed is forgotten by then everywhere. */
const KEY_AT_HAND_MS = 60_000;

const keyLabel = (organizationId: string): string => `organization-key:${organizationId}`;

export function openBlobs(database: Database, store: BlobStore, masterKey: Uint8Array, clock: Clock): Blobs {
  const keys = new Map<string, { key: Buffer; since: number }>();
  const keyOf = async (organizationId: string): Promise<Buffer> => {
    const known = keys.get(organizationId);
    if (known !== undefined && performance.now() - known.since < KEY_AT_HAND_MS) return known.key;
    keys.delete(organizationId);
    const row = await withTenant(database, organizationId, (tx) => tx.organizationKey.findFirst({ orderBy: { id: "desc" } }));
    if (row === null) throw new AppError("internal", "organization_key_missing", "The organization has no data key.");
    const key = organizationKey(masterKey, organizationId, row.wrappedKey);
    keys.set(organizationId, { key, since: performance.now() });
    return key;
  };
  const blobKeys = openBlobKeys(database, keyOf);
  const isRecorded = async (organizationId: string, sha256: string): Promise<boolean> =>
    (await withTenant(database, organizationId, (tx) => tx.blob.findUnique({ where: { organizationId_sha256: { organizationId, sha256 } } }), { readOnly: true })) !== null;
  const { keyForOf, check, isThere } = openChecks(database, store, clock, { keyOf, blobKeys, isRecorded });
  return {
    write: (organizationId, body, expect) => traced("blob write", { ids: { "tickmark.organization": organizationId } }, async (span) => {
      const own = blobKeys.make();
      const place = async ({ sha256 }: StoredBlob): Promise<boolean> => {
        if (await isThere(organizationId, sha256)) return false;
        await blobKeys.keep(organizationId, own, sha256);
        return true;
      };
      const stored = await store.write(organizationId, { key: own.key, header: sealedHeader(own.id), place }, body, expect);
      span.set({ "tickmark.bytes": stored.byteLength });
      return stored;
    }),
    async *read(organizationId, sha256, from = 0) {
      yield* store.read(organizationId, keyForOf(organizationId), sha256, from);
    },
    check,
    async amiss(organizationId, prefix, blobs) {
      const lying = new Map<string, number>();
      for await (const { sha256, sealedBytes } of store.list(organizationId, prefix)) lying.set(sha256, sealedBytes);
      return blobs.filter(({ sha256, byteLength }) => lying.get(sha256) !== sealedLength(byteLength)).map(({ sha256 }) => sha256);
    },
    parts: openParts(store, { keyOf, blobKeys, isThere }),
    async discard(organizationId, sha256) {
      if (await isRecorded(organizationId, sha256)) return;
      await withTenant(database, organizationId, (tx) => destroyBlobKeys(tx, organizationId, sha256));
      await store.remove(organizationId, sha256);
    },
    async shred(organizationId, sha256) {
      const header = await headerOf(store, organizationId, sha256);
      if (header === undefined) return;
      const keyId = keyIdOf(header);
      const lives = keyId === null ? await isRecorded(organizationId, sha256) : (await blobKeys.find(organizationId, keyId)) !== null;
      if (!lives) await store.remove(organizationId, sha256);
    },
    clear: (organizationId, now) => store.clear(organizationId, now),
    async removeAll(organizationId) {
      keys.delete(organizationId);
      for await (const { sha256 } of store.list(organizationId)) await store.remove(organizationId, sha256);
      await rm(store.partsFolder(organizationId), { recursive: true, force: true });
    },
  };
}

type CheckTools = Pick<PartTools, "keyOf" | "blobKeys"> & { isRecorded(organizationId: string, sha256: string): Promise<boolean> };

function openChecks(database: Database, store: BlobStore, clock: Clock, { keyOf, blobKeys, isRecorded }: CheckTools) {
  const keyForOf = (organizationId: string): KeyFor => async (id) => (id === null ? keyOf(organizationId) : ((await blobKeys.find(organizationId, id)) ?? absent()));
  const check: Blobs["check"] = (organizationId, sha256, paced) => checkBlob(store, organizationId, keyForOf(organizationId), { sha256 }, paced);
  // What is recorded and whole where it lies is not written over: a backup that is being made has its key, and would not have the
  // new one. What is damaged gives its place to the bytes that came; until those are recorded it stands as what it was found.
  const isThere = async (organizationId: string, sha256: string): Promise<boolean> => {
    if (!(await isRecorded(organizationId, sha256))) return false;
    const checkedAt = clock.now();
    const found = await check(organizationId, sha256);
    if (found !== "whole") await withTenant(database, organizationId, (tx) => noteBlob(tx, organizationId, { sha256, found, how: "read", checkedAt }));
    return found === "whole";
  };
  return { keyForOf, check, isThere };
}

/** The key of these bytes was destroyed, so they are gone, wherever copies of them lie. */
function absent(): never {
  throw missing();
}

async function headerOf(store: BlobStore, organizationId: string, sha256: string): Promise<Buffer | undefined> {
  const sealed = await store.readSealed(organizationId, sha256);
  if (sealed === undefined) return undefined;
  for await (const header of inPieces(sealed.bytes, HEADER_BYTES, HEADER_BYTES)) return Buffer.from(header);
  return undefined;
}

type PartTools = { keyOf(organizationId: string): Promise<Buffer>; blobKeys: BlobKeys; isThere(organizationId: string, sha256: string): Promise<boolean> };

function openParts(store: BlobStore, { keyOf, blobKeys, isThere }: PartTools): BlobParts {
  const files = openPartFiles();
  const fileOf = ({ organizationId, id }: Pick<ComingBlob, "organizationId" | "id">): string => path.join(store.partsFolder(organizationId), `${blobFolder(id)}.part`);
  const partKeys = new Map<string, { key: Uint8Array; since: number }>();
  const partKeyOf = async ({ organizationId, id }: ComingBlob): Promise<Uint8Array> => {
    const known = partKeys.get(id);
    if (known !== undefined && performance.now() - known.since < KEY_AT_HAND_MS) return known.key;
    for (const [other, { since }] of partKeys) if (performance.now() - since >= KEY_AT_HAND_MS) partKeys.delete(other);
    // One that began before blobs had keys of their own ends under the organization's.
    const key = (await blobKeys.find(organizationId, partKeyId(id))) ?? (await keyOf(organizationId));
    partKeys.set(id, { key, since: performance.now() });
    return key;
  };
  const partOf = async (coming: ComingBlob) => ({ file: fileOf(coming), key: await partKeyOf(coming), total: coming.byteLength });
  return {
    async begin(coming) {
      const file = fileOf(coming);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const { bavail, bsize } = await statfs(path.dirname(file));
      if (bavail * bsize < coming.byteLength + RESERVED_BYTES) throw new AppError("limit_exceeded", "disk_full", "The disk has no room for this file; nothing was kept. Free some space and send it again.");
      const { id, key } = await blobKeys.ofPart(coming.organizationId, coming.id);
      await files.begin({ file, key, total: coming.byteLength }, sealedHeader(id));
    },
    offset: async (coming) => files.offset(await partOf(coming)),
    append: async (coming, from, body, keeping) => files.append(await partOf(coming), from, body, keeping),
    async finish(coming, sha256) {
      const part = await partOf(coming);
      const stored = await files.finish(part);
      if (sha256 !== null && sha256 !== stored.sha256) {
        await files.remove(part.file);
        await blobKeys.forgetPart(coming.organizationId, partKeyId(coming.id));
        throw new AppError("validation", "blob_hash_differs", "The file does not have the declared SHA-256; nothing was kept.");
      }
      if (await isThere(coming.organizationId, stored.sha256)) {
        await files.remove(part.file);
        await blobKeys.forgetPart(coming.organizationId, partKeyId(coming.id));
        return stored;
      }
      await blobKeys.name(coming.organizationId, partKeyId(coming.id), stored.sha256);
      await store.adopt(coming.organizationId, stored, part.file);
      return stored;
    },
    async remove(coming) {
      await blobKeys.forgetPart(coming.organizationId, partKeyId(coming.id));
      await files.remove(fileOf(coming));
    },
  };
}

/** An organization's data key as it is stored, unwrapped. @throws when the master key is not the one that wrapped it */
export function organizationKey(masterKey: Uint8Array, organizationId: string, wrappedKey: Uint8Array): Buffer {
  return unwrapSecret(masterKey, keyLabel(organizationId), wrappedKey);
}

/** Gives a new organization its data key, wrapped under the installation's master key. */
export async function createOrganizationKey(tx: TenantTransaction, organizationId: string, masterKey: Uint8Array, now: Date): Promise<void> {
  const wrappedKey = new Uint8Array(wrapSecret(masterKey, keyLabel(organizationId), randomBytes(32)));
  await tx.organizationKey.create({ data: { organizationId, id: newId("key", now.getTime()), wrappedKey, createdAt: now } });
}

/**
 * Records that a blob belongs to the organization, after its bytes were written. The same content recorded twice is one row; where
 * it stood as damaged, the bytes that were written took its place.
 *
 * @returns what it was found as before, where that was not whole
 */
export async function recordBlob(tx: TenantTransaction, organizationId: string, { sha256, byteLength }: StoredBlob, now: Date): Promise<BlobFound | null> {
  const { count } = await tx.blob.createMany({ data: [{ organizationId, sha256, byteLength: BigInt(byteLength), createdAt: now }], skipDuplicates: true });
  if (count === 1) return null;
  const standing = await tx.blobStanding.findUnique({ where: { organizationId_sha256: { organizationId, sha256 } }, select: { found: true } });
  if (standing === null || standing.found === "whole") return null;
  const before = await noteBlob(tx, organizationId, { sha256, found: "whole", how: "sent_again", checkedAt: now });
  return before === "whole" ? null : before;
}
