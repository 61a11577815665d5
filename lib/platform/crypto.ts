import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** SHA-256 as lower-case hexadecimal. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** HMAC-SHA-256 under the installation's secret, as hexadecimal: pseudonyms for addresses, hashes of tokens. */
export function keyedHash(secret: string, purpose: string, value: string): string {
  return createHmac("sha256", secret).update(`${purpose}\0${value}`).digest("hex");
}

/** A token for a link: 256 bits, URL-safe. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

// scrypt with N = 2^17, r = 8, p = 1 takes 128 MiB: the first choice of the OWASP Password Storage Cheat Sheet for scrypt.
const SCRYPT = { N: 1 << 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

function derive(password: string, salt: Buffer, parameters: typeof SCRYPT): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, 32, parameters, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

/** Memory-hard hash of a password, with its parameters, for storage. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, SCRYPT);
  return ["scrypt", SCRYPT.N, SCRYPT.r, SCRYPT.p, salt.toString("base64"), key.toString("base64")].join("$");
}

/** Whether `password` is the one hashed in `stored`; compares in constant time. False for a malformed `stored`. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, n, r, p, salt, key] = stored.split("$");
  if (scheme !== "scrypt" || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, "base64");
  const parameters = { N: Number(n), r: Number(r), p: Number(p), maxmem: SCRYPT.maxmem };
  const actual = await derive(password, Buffer.from(salt, "base64"), parameters);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

const WRAP_NONCE = 12;
const TAG = 16;

/** Encrypts a short secret (a key) with AES-256-GCM under `key`: nonce, ciphertext, tag. `label` is bound to it. */
export function wrapSecret(key: Uint8Array, label: string, secret: Uint8Array): Buffer {
  const nonce = randomBytes(WRAP_NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(label));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** The inverse of {@link wrapSecret}. @throws when key, label or bytes are not the ones that were wrapped */
export function unwrapSecret(key: Uint8Array, label: string, wrapped: Uint8Array): Buffer {
  const bytes = Buffer.from(wrapped);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, WRAP_NONCE));
  decipher.setAAD(Buffer.from(label));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  return Buffer.concat([decipher.update(bytes.subarray(WRAP_NONCE, bytes.length - TAG)), decipher.final()]);
}

/** Whether a stored hash has today's parameters; if not, it is renewed at the next sign-in. */
export function isCurrentPasswordHash(stored: string): boolean {
  return stored.startsWith(`scrypt$${SCRYPT.N}$${SCRYPT.r}$${SCRYPT.p}$`);
}
