import { createHash } from "node:crypto";
import { INSPECTION_LIMITS } from "./limits.ts";
import { streamsOf, unpacked } from "./pdf-content.ts";

/** What a PDF shows, one sign for each piece: every string that is drawn, every picture. Null where a part cannot be read. */
async function pdfDrawings(bytes: Buffer): Promise<Set<string> | null> {
  const drawn = new Set<string>();
  if (/\/Encrypt\b/.test(bytes.toString("latin1"))) return null;
  let left: number = INSPECTION_LIMITS.unpackedBytes;
  for (const { from, to, dictionary } of streamsOf(bytes)) {
    const packed = bytes.subarray(from, to);
    if (/\/Subtype\s*\/Image\b/.test(dictionary)) {
      drawn.add(`image ${createHash("sha256").update(packed).digest("hex")}`);
      continue;
    }
    // Fonts, metadata and tables of objects draw nothing.
    if (/\/(Type\s*\/(ObjStm|XRef|Metadata)|FontFile|Length1|CIDInit)\b/.test(dictionary)) continue;
    const text = left <= 0 ? undefined : await unpacked(packed, dictionary, Math.min(left, INSPECTION_LIMITS.partBytes));
    if (text === undefined) return null;
    left -= text.length;
    for (const piece of shownStrings(text.toString("latin1"))) drawn.add(`text ${piece}`);
  }
  return drawn;
}

/** Operands of the operators that show text (ISO 32000-2, 9.4.3), without what only moves the pen. */
function* shownStrings(content: string): Generator<string> {
  for (const match of content.matchAll(/(\[(?:[^\]\\]|\\[^])*\]|\((?:[^()\\]|\\[^])*\)|<[0-9A-Fa-f\s]*>)\s*(?:Tj|TJ|'|")/g)) {
    const strings = (match[1] ?? "").match(/\((?:[^()\\]|\\[^])*\)|<[0-9A-Fa-f\s]*>/g) ?? [];
    yield strings.join("").replace(/\s+/g, "").toLowerCase();
  }
}

export type PdfRedaction = "removed" | "nothing_removed" | "marked_only" | "unreadable";

/**
 * Whether something of a PDF is really gone from its redacted version, or was only covered. A box over a text leaves the text in the
 * file; so does a mark that was never applied, and a file that was changed by appending to it.
 */
export async function comparePdf(original: Buffer, redacted: Buffer): Promise<PdfRedaction> {
  if (redacted.length >= original.length && redacted.subarray(0, original.length).equals(original)) return "nothing_removed";
  if (/\/Subtype\s*\/Redact\b/.test(redacted.toString("latin1"))) return "marked_only";
  const [before, after] = [await pdfDrawings(original), await pdfDrawings(redacted)];
  if (before === null || after === null) return "unreadable";
  return [...before].every((piece) => after.has(piece)) ? "nothing_removed" : "removed";
}
