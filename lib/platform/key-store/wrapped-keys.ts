import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes, sign, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { unwrapSecret, wrapSecret } from "../crypto.ts";
import type { KeyAlgorithm, KeyStore } from "./key-store.ts";

const SEED_BYTES = 32;
/** DER before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** Secrets in the database, wrapped under the installation's master key: of Ed25519 its seed, of RSA its PKCS #8. */
export function wrappedKeys(masterKey: Uint8Array): KeyStore {
  return {
    async create(label, algorithm) {
      const secret = await newSecret(algorithm);
      const publicKey = createPublicKey(privateKeyOf(algorithm, secret)).export({ format: "der", type: "spki" });
      return { publicKey, wrappedSecret: wrapSecret(masterKey, label, secret) };
    },
    sign({ label, algorithm, wrappedSecret }, bytes) {
      const key = privateKeyOf(algorithm, unwrapSecret(masterKey, label, wrappedSecret ?? new Uint8Array()));
      return Promise.resolve(sign(algorithm === "ed25519" ? null : "sha256", bytes, key));
    },
  };
}

async function newSecret(algorithm: KeyAlgorithm): Promise<Buffer> {
  if (algorithm === "ed25519") return randomBytes(SEED_BYTES);
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 3072 });
  return privateKey.export({ format: "der", type: "pkcs8" });
}

function privateKeyOf(algorithm: KeyAlgorithm, secret: Uint8Array): KeyObject {
  return createPrivateKey({ key: algorithm === "ed25519" ? Buffer.concat([PKCS8, secret]) : Buffer.from(secret), format: "der", type: "pkcs8" });
}
