import { createHash } from "node:crypto";

/** The edition of NIST OSCAL that is written; https://pages.nist.gov/OSCAL/. */
export const OSCAL_VERSION = "1.1.3";

/** Properties and parts of ours: what OSCAL has no name for. */
export const NAMESPACE = "urn:tickmark:oscal:1";

/** Of names below it, as RFC 9562 5.5 makes them; the namespace itself was drawn once. */
const ROOT = "6f5a7a0e-6c35-4d1c-9a53-0a4b7f1f6d2e";

/** The UUID of a name: the same name, the same UUID, so that what is written twice is the same file. */
export function uuidOf(...name: readonly string[]): string {
  const bytes = createHash("sha1").update(Buffer.from(ROOT.replaceAll("-", ""), "hex")).update(name.join("\u0000")).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** An identifier as an OSCAL token, which begins with a letter or "_" and has no spaces; codes of standards begin with digits. */
export function tokenOf(code: string): string {
  const token = code.replace(/[^\p{L}\p{N}.\-_]/gu, "_");
  return /^[\p{L}_]/u.test(token) ? token : `_${token}`;
}

export type Property = { name: string; value: string; ns?: string };

/** A property of ours. OSCAL's values are one line without spaces around them; an empty one is left out. */
export function property(name: string, value: string | null): Property[] {
  const line = (value ?? "").replace(/[\n\r\u2028\u2029]/gu, " ").trim();
  return line === "" ? [] : [{ name, ns: NAMESPACE, value: line }];
}

/** How people call a thing: OSCAL's own property. */
export const label = (value: string): Property[] => [{ name: "label", value }];
