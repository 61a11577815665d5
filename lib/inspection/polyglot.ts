import type { FileFinding } from "./findings.ts";
import type { SniffedType } from "./sniff-type.ts";

const END_OF_ZIP = Buffer.from("PK\u0005\u0006", "latin1");
const MARKUP = /<script[\s>]|<!doctype html|<html[\s>]|<iframe[\s>]|<\?php\s|<svg[\s>]/i;

/** What a file is besides what it begins as: a ZIP is read from its end, a PDF from anywhere near its beginning, a browser guesses. */
export function readPolyglot(sniffed: SniffedType, head: Buffer, tail: Buffer, whole: Buffer | undefined): FileFinding[] {
  const also: string[] = [];
  const { reading, mediaType } = sniffed;
  const pdfAt = head.subarray(0, 1_024).indexOf("%PDF-");
  if (reading === "pdf" && pdfAt > 0 && !blankBefore(head, pdfAt)) also.push(`a PDF that begins ${pdfAt} bytes into something else`);
  if (reading !== "zip" && endsAsZip(tail)) also.push("a ZIP, which is read from its end");
  if (reading === "zip" && pdfAt >= 0) also.push("a PDF");
  if (reading === "image" && whole !== undefined) {
    const text = whole.toString("latin1");
    const markup = MARKUP.exec(text);
    if (markup !== null) also.push(`markup (${markup[0].trim()}) at byte ${markup.index}`);
    if (mediaType === "image/gif" && /^GIF8[79]a(?:\/\*|=)/.test(text)) also.push("a script");
    if (text.slice(1_024).includes("%PDF-1.") && text.includes("%%EOF")) also.push("a PDF");
  }
  return also.length === 0 ? [] : [{ kind: "polyglot", detail: `It is also ${also.join(" and ")}.` }];
}

/** A mark of the encoding, or blank lines, are no other file. */
const blankBefore = (head: Buffer, at: number): boolean => head.subarray(0, at).toString("utf8").replace(/^\ufeff/, "").trim() === "";

/** Whether the last bytes are a ZIP's directory end that fits to where the file ends, with entries. */
function endsAsZip(tail: Buffer): boolean {
  const at = tail.lastIndexOf(END_OF_ZIP);
  if (at === -1 || at + 22 > tail.length) return false;
  const comment = tail.readUInt16LE(at + 20);
  return at + 22 + comment === tail.length && tail.readUInt16LE(at + 10) > 0;
}
