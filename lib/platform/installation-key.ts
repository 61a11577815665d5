import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify, type KeyObject } from "node:crypto";

// RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SubjectPublicKeyInfo.
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI_HEAD_BYTES = 12;

/** What this installation signs with, and what others check its signatures by. */
export type InstallationKey = {
  sign(bytes: Uint8Array): Buffer;
  /** SubjectPublicKeyInfo in PEM. */
  publicPem: string;
  /** SHA-256 of the 32 bytes of the public key: short enough to compare by telephone. */
  fingerprint: string;
};

/**
 * The installation's Ed25519 key. It is derived from the master key and kept nowhere else: whoever restores an installation
 * from a backup signs as it did before, and there is no second secret to lose.
 */
export function installationKey(masterKey: Uint8Array): InstallationKey {
  const seed = Buffer.from(hkdfSync("sha256", masterKey, "", "tickmark: signing key of the installation, version 1", 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey);
  return {
    sign: (bytes) => sign(null, bytes, privateKey),
    publicPem: publicKey.export({ format: "pem", type: "spki" }).toString(),
    fingerprint: fingerprintOf(publicKey),
  };
}

function fingerprintOf(publicKey: KeyObject): string {
  return createHash("sha256").update(publicKey.export({ format: "der", type: "spki" }).subarray(SPKI_HEAD_BYTES)).digest("hex");
}

/** Whether a signature is one over `bytes` by the key in `publicPem`, and that key's fingerprint; undefined when the PEM holds no Ed25519 key. */
export function checkSignature(publicPem: string, bytes: Uint8Array, signature: Uint8Array): { valid: boolean; fingerprint: string } | undefined {
  const publicKey = ed25519Of(publicPem);
  return publicKey === undefined ? undefined : { valid: verify(null, bytes, publicKey, signature), fingerprint: fingerprintOf(publicKey) };
}

function ed25519Of(pem: string): KeyObject | undefined {
  // Only what is a public key already: createPublicKey would also take a private key's PEM.
  if (!/^-----BEGIN PUBLIC KEY-----\r?\n/.test(pem)) return undefined;
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
