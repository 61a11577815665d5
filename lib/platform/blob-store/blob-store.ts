export type StoredBlob = { sha256: string; byteLength: number };

/** What the sender declared. A body that is longer, shorter or different is refused and leaves nothing behind. */
export type BlobExpectation = { maxBytes: number; byteLength?: number; sha256?: string };

/**
 * The key that opens a blob, by the id that its header names; null where it names none and was sealed under the organization's
 * own. @throws AppError blob_missing when the key was destroyed: bytes that nobody can open are gone
 */
export type KeyFor = (keyId: string | null) => Promise<Uint8Array>;

/** What a blob is sealed under. */
export type Sealing = {
  key: Uint8Array;
  header: Buffer;
  /** Asked once the bytes are safe and before they get their name: true to keep them, false where the blob is there already. */
  place(stored: StoredBlob): Promise<boolean>;
};

/** A blob as it lies in the store: encrypted. */
export type SealedBlob = { byteLength: number; bytes: AsyncIterable<Buffer> };

/** A blob where it lies; its length is that of the encrypted bytes. */
export type LyingBlob = { sha256: string; sealedBytes: number; since: Date };

/** Content-addressed, encrypted artefacts under `<organization>/<first two>/<sha256 of plaintext>`, wherever they lie. */
export type BlobStore = {
  /** Answers when the bytes are safe: they survive a crash of this machine (files) or are acknowledged (bucket). */
  write(organizationId: string, sealing: Sealing, body: AsyncIterable<Uint8Array>, expect: BlobExpectation): Promise<StoredBlob>;
  /** The plaintext from byte `from` on. Fails with reason blob_missing or blob_altered, never silently short. */
  read(organizationId: string, keyFor: KeyFor, sha256: string, from?: number): AsyncGenerator<Buffer>;
  has(organizationId: string, sha256: string): Promise<boolean>;
  /** The encrypted bytes as they lie, for a backup; undefined when there are none. */
  readSealed(organizationId: string, sha256: string): Promise<SealedBlob | undefined>;
  /** Puts encrypted bytes back as {@link readSealed} gave them. What they hold is checked by reading them afterwards. */
  writeSealed(organizationId: string, sha256: string, blob: SealedBlob): Promise<void>;
  /** The folder of this machine in which an organization's blobs grow that come in parts. */
  partsFolder(organizationId: string): string;
  /** Takes a file of {@link partsFolder} that was sealed to its end over as the blob that it is. */
  adopt(organizationId: string, blob: StoredBlob, file: string): Promise<void>;
  /** Takes a blob away; nothing happens when it is gone already. */
  remove(organizationId: string, sha256: string): Promise<void>;
  /** Takes away what writers left lying that were cut off: nothing that one of them may still be writing. */
  clear(organizationId: string, now: Date): Promise<void>;
  /** Every blob of an organization that lies in the store, whether a row names it or not, and since when; with a prefix of two digits, those alone whose hash begins so. */
  list(organizationId: string, prefix?: string): AsyncIterable<LyingBlob>;
};
