import { AppError } from "#lib/platform/errors.ts";
import { inflate } from "./inflate.ts";
import { LOG_LIMITS } from "./limits.ts";

export type SegmentEncoding = "identity" | "gzip";

const GZIP = [0x1f, 0x8b];

/** Packed formats that are not read, by their first bytes. */
const OTHER_FORMATS: readonly { name: string; magic: readonly number[] }[] = [
  { name: "a ZIP archive", magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: "packed with zstd", magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: "packed with xz", magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: "packed with bzip2", magic: [0x42, 0x5a, 0x68] },
  { name: "UTF-16 text", magic: [0xff, 0xfe] },
  { name: "UTF-16 text", magic: [0xfe, 0xff] },
];

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, at) => bytes[at] === byte);

/**
 * Looks at the first bytes of a file and says how it is encoded.
 *
 * @param head the first `LOG_LIMITS.sniffCompressedBytes`, or the whole file when it is shorter
 * @throws AppError validation: `segment_empty`, `segment_packed`, `segment_corrupt` or `segment_binary`
 */
export async function checkHead(head: Buffer): Promise<SegmentEncoding> {
  if (head.length === 0) throw refuse("segment_empty", "The file is empty; nothing was kept.");
  const packed = startsWith(head, GZIP);
  const other = OTHER_FORMATS.find((format) => startsWith(head, format.magic));
  if (other !== undefined) {
    throw refuse("segment_packed", `The file is ${other.name}; nothing was kept. Send plain UTF-8 text, or text packed with gzip.`);
  }
  const text = packed ? await unfoldedHead(head) : head.subarray(0, LOG_LIMITS.sniffBytes);
  const nul = text.indexOf(0);
  if (nul !== -1) {
    throw refuse("segment_binary", `The file is not text: byte ${nul + 1}${packed ? " of its unpacked content" : ""} is NUL; nothing was kept. Logs are plain text, one record a line, in UTF-8.`);
  }
  return packed ? "gzip" : "identity";
}

async function unfoldedHead(head: Buffer): Promise<Buffer> {
  const { chunks, ending } = inflate(async function* () {
    yield head;
  });
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= LOG_LIMITS.sniffBytes) break;
  }
  if (length === 0 && ending() === "complete") throw refuse("segment_empty", "The compressed file holds no text; nothing was kept.");
  if (length === 0) throw refuse("segment_corrupt", "The file begins like gzip but nothing in it can be unpacked; nothing was kept.");
  return Buffer.concat(parts).subarray(0, LOG_LIMITS.sniffBytes);
}

function refuse(reason: string, message: string): AppError {
  return new AppError("validation", reason, message);
}
