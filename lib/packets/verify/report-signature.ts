import { createHash } from "node:crypto";
import { CmsFault, openCms } from "#lib/platform/cms/check-cms.ts";

/** Whose certificate signed a report. Whether it is the organization's, its fingerprint tells who has that by another way. */
export type ReportSigner = { subject: string; fingerprint: string };

const RANGE = /\/ByteRange \[0 (\d{1,10}) (\d{1,10}) (\d{1,10}) *\]/g;

/**
 * Judges the signature of a report: one, over every byte of the file but its own place, and holding.
 *
 * @returns null when the report is not signed
 * @throws CmsFault with a clause that says what is wrong
 */
export function reportSigner(pdf: Buffer): ReportSigner | null {
  const ranges = [...pdf.toString("latin1").matchAll(RANGE)];
  const [first, ...others] = ranges;
  if (first === undefined) return null;
  const [start = 0, end = 0, rest = 0] = first.slice(1).map(Number);
  const isWhole = others.length === 0 && start < end && end + rest === pdf.length && pdf[start] === 0x3c && pdf[end - 1] === 0x3e;
  if (!isWhole) throw new CmsFault("the signature is not over the whole file");
  const hex = pdf.subarray(start + 1, end - 1).toString("latin1");
  if (!/^[0-9a-fA-F]*$/.test(hex)) throw new CmsFault("something else stands in the place of the signature");
  const { signer } = openCms(trimmed(Buffer.from(hex, "hex")), Buffer.concat([pdf.subarray(0, start), pdf.subarray(end)]));
  return { subject: signer.subject.split("\n").join(", "), fingerprint: createHash("sha256").update(signer.raw).digest("hex") };
}

/** The signature without the zeros that fill its room: its first bytes tell how long it is. */
function trimmed(bytes: Buffer): Buffer {
  const width = (bytes[1] ?? 0) & 0x7f;
  if (bytes[0] !== 0x30 || ((bytes[1] ?? 0) & 0x80) === 0 || width === 0 || width > 4 || bytes.length < 2 + width) throw new CmsFault("there is no signature in its place");
  return bytes.subarray(0, 2 + width + bytes.readUIntBE(2, width));
}
