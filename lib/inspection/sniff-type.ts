import { fileTypeFromBuffer } from "file-type";
import { decoded } from "./markup-content.ts";

/** What a file is by its content. */
export type SniffedType = { mediaType: string; /** How its content is read further. */ reading: "pdf" | "zip" | "ole" | "rtf" | "markup" | "text" | "image" | "program" | "other" };

const OLE = Buffer.from("d0cf11e0a1b11ae1", "hex");
const PROGRAMS = new Set(["application/x-msdownload", "application/x-elf", "application/x-mach-binary", "application/vnd.microsoft.portable-executable", "application/java-vm", "application/x-ms-shortcut", "application/wasm"]);
/** Bytes that text may hold: everything but most of the control characters. */
const TEXT_BYTE = Array.from({ length: 256 }, (_, byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 12 || byte === 13 || byte === 27);

/**
 * The type of a file by its first bytes; its name counts for nothing. A PDF may begin anywhere in the first 1,024 bytes, as readers allow.
 *
 * @param head the first 64 KiB
 */
export async function sniffType(head: Buffer): Promise<SniffedType> {
  const start = head.subarray(0, 1_024).toString("latin1");
  if (start.includes("%PDF-")) return { mediaType: "application/pdf", reading: "pdf" };
  if (head.subarray(0, OLE.length).equals(OLE)) return { mediaType: "application/x-ole-storage", reading: "ole" };
  if (start.startsWith("{\\rtf")) return { mediaType: "application/rtf", reading: "rtf" };
  if (start.startsWith("PK\u0003\u0004") || start.startsWith("PK\u0005\u0006")) return { mediaType: "application/zip", reading: "zip" };
  if (start.startsWith("#!")) return { mediaType: "text/x-shellscript", reading: "program" };
  const known = isText(head) ? undefined : await fileTypeFromBuffer(head);
  if (known !== undefined) return { mediaType: known.mime, reading: PROGRAMS.has(known.mime) ? "program" : known.mime.startsWith("image/") ? "image" : "other" };
  return isText(head) ? textType(decoded(head)) : { mediaType: "application/octet-stream", reading: "other" };
}

/** Text in UTF-8, or in UTF-16 with its mark. */
function isText(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  return head.length > 0 && head.every((byte) => TEXT_BYTE[byte]);
}

function textType(text: string): SniffedType {
  const start = text.replace(/^\ufeff/, "").trimStart().slice(0, 4_096).toLowerCase();
  if (/^(<\?xml[^>]*>\s*)?(<!--[\s\S]{0,2000}?-->\s*)?(<!doctype svg[^>]*>\s*)?<svg[\s>]/.test(start)) return { mediaType: "image/svg+xml", reading: "markup" };
  if (/^<!doctype html|^<html[\s>]|^<(head|body|script|iframe|title)[\s>]/.test(start)) return { mediaType: "text/html", reading: "markup" };
  if (start.startsWith("<?xml")) return { mediaType: "application/xml", reading: "markup" };
  if (looksLikeJson(start)) return { mediaType: "application/json", reading: "text" };
  return { mediaType: "text/plain", reading: "text" };
}

const looksLikeJson = (start: string): boolean => /^\{\s*("|\})/.test(start) || /^\[\s*(["[{\]]|-?\d|true|false|null)/.test(start);
