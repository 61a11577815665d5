import { createPublicKey, verify, type KeyObject } from "node:crypto";
import { AppError } from "../errors.ts";

/** Ed25519 signs checkpoints; RSA of 3072 bits, by PKCS #1 v1.5 with SHA-256, signs documents. */
export type KeyAlgorithm = "ed25519" | "rsa-3072";

/** A key as it is recorded: named by a label of ours, known by its public half. */
export type StoredKey = {
  label: string;
  algorithm: KeyAlgorithm;
  /** SubjectPublicKeyInfo (DER). */
  publicKey: Uint8Array;
  /** Null when the secret lies in an outside store, which never gives it away. */
  wrappedSecret: Uint8Array | null;
};

/** Where secrets of signing keys are: makes them, and signs with them. */
export type KeyStore = {
  create(label: string, algorithm: KeyAlgorithm): Promise<Pick<StoredKey, "publicKey" | "wrappedSecret">>;
  sign(key: StoredKey, bytes: Uint8Array): Promise<Uint8Array>;
};

/**
 * The key store of an installation: new keys are made outside where it has an outside store, and each key is used where
 * its secret is. No signature leaves here that does not fit the public key that was recorded when the key was made.
 */
export function openKeyStore(wrapped: KeyStore, outside: KeyStore | null): KeyStore {
  return {
    async create(label, algorithm) {
      const made = await (outside ?? wrapped).create(label, algorithm);
      publicKeyOf(made.publicKey, algorithm);
      return made;
    },
    async sign(key, bytes) {
      const store = key.wrappedSecret === null ? outside : wrapped;
      if (store === null) throw new AppError("internal", "key_store_missing", "The key lies in an outside key store, and none is set.");
      const signature = await store.sign(key, bytes);
      const fits = verify(key.algorithm === "ed25519" ? null : "sha256", bytes, publicKeyOf(key.publicKey, key.algorithm), signature);
      if (!fits) throw new AppError("internal", "signature_foreign", "The key store signed with another key than the one that was recorded.");
      return signature;
    },
  };
}

/** @throws AppError internal when the bytes are no key of this algorithm */
function publicKeyOf(spki: Uint8Array, algorithm: KeyAlgorithm): KeyObject {
  const key = keyOrNull(spki);
  const isRight = algorithm === "ed25519" ? key?.asymmetricKeyType === "ed25519" : key?.asymmetricKeyType === "rsa" && key.asymmetricKeyDetails?.modulusLength === 3072;
  if (key === null || !isRight) throw new AppError("internal", "key_malformed", `The key store gave no key of the kind ${algorithm}.`);
  return key;
}

function keyOrNull(spki: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
