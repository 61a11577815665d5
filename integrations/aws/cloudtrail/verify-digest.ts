import { createPublicKey, verify } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { sha256 } from "../decoded.ts";

// How CloudTrail proves its files: every hour a digest names the log files of a region with their SHA-256, and is signed
// with the digest before it (AWS, "CloudTrail digest file structure" and "custom implementations of validation").

/** A log file of CloudTrail is some megabytes; more than this is none. */
const LARGEST_BYTES = 256 * 1024 * 1024;

const digestFile = z.object({
  digestEndTime: z.string(), digestS3Bucket: z.string(), digestS3Object: z.string(), digestPublicKeyFingerprint: z.string(), previousDigestS3Object: z.string().nullish(), previousDigestSignature: z.string().nullish(),
  logFiles: z.array(z.object({ s3Bucket: z.string(), s3Object: z.string(), hashValue: z.string() })),
});
export type DigestFile = z.output<typeof digestFile>;

/** As an object is stored, or as it came when the network unpacked it already. */
export const unpacked = (bytes: Uint8Array): Uint8Array => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: LARGEST_BYTES }) : bytes);

/** @throws SyntaxError, z.ZodError when it is no digest */
export const readDigest = (plain: Uint8Array): DigestFile => digestFile.parse(JSON.parse(new TextDecoder().decode(plain)));

/**
 * Whether a digest is signed by CloudTrail.
 *
 * @param plain the digest unpacked
 * @param at where it was found: a digest that was moved is not signed there
 * @param signature hex, of the object's metadata
 * @param keys DER (PKCS #1) in base64, by fingerprint
 * @returns `unknown_key` when CloudTrail names no such key for the time
 */
export function signatureOf(plain: Uint8Array, digest: DigestFile, at: { bucket: string; key: string }, signature: string, keys: ReadonlyMap<string, string>): "valid" | "invalid" | "unknown_key" {
  const der = keys.get(digest.digestPublicKeyFingerprint);
  if (der === undefined) return "unknown_key";
  if (digest.digestS3Bucket !== at.bucket || digest.digestS3Object !== at.key || !/^(?:[0-9a-f]{2})+$/i.test(signature)) return "invalid";
  const signed = [digest.digestEndTime, `${digest.digestS3Bucket}/${digest.digestS3Object}`, sha256(plain), digest.previousDigestSignature ?? "null"].join("\n");
  const key = createPublicKey({ key: Buffer.from(der, "base64"), format: "der", type: "pkcs1" });
  return verify("RSA-SHA256", Buffer.from(signed), key, Buffer.from(signature, "hex")) ? "valid" : "invalid";
}
