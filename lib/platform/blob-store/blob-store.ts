export type StoredBlob = { sha256: string; byteLength: number };

/** What the sender declared. A body that is longer, shorter or different is refused and leaves nothing behind. */
export type BlobExpectation = { maxBytes: number; byteLength?: number; sha256?: string };

/** A blob as it lies in the store: encrypted. */
export type SealedBlob = { byteLength: number; bytes: AsyncIterable<Buffer> };

/** A blob where it lies; its length is that of the encrypted bytes. */
export type LyingBlob = { sha256: string; sealedBytes: number; since: Date };

/** Content-addressed, encrypted artefacts under `<organization>/<first two>/<sha256 of plaintext>`, wherever they lie. */
export type BlobStore = {
  /** Answers when the bytes are safe: they survive a crash of this machine (files) or are acknowledged (bucket). */
  write(organizationId: string, key: Uint8Array, body: AsyncIterable<Uint8Array>, expect: BlobExpectation): Promise<StoredBlob>;
  /** The plaintext from byte `from` on. Fails with reason blob_missing or blob_altered, never silently short. */
  read(organizationId: string, key: Uint8Array, sha256: string, from?: number): AsyncGenerator<Buffer>;
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
  /** Every blob of an organization that lies in the store, whether a row names it or not, and since when. */
  list(organizationId: string): AsyncIterable<LyingBlob>;
};
