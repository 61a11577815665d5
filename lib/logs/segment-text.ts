import { runtime } from "#lib/platform/runtime.ts";
import { inflate, type TextEnding } from "./inflate.ts";

export type StoredSegment = { organizationId: string; sha256: string; storedEncoding: string; byteLength: number };

export type SegmentText = {
  /** The text's bytes from `from` on; offsets always count in unpacked text. */
  chunks: AsyncGenerator<Buffer>;
  /** Null until `chunks` has ended. */
  ending(): TextEnding | null;
  /** How much of the stored bytes has been read, 0 to 1. */
  share(): number;
};

/**
 * Opens a segment's text at a byte. A plain segment is read from there; a compressed one is unpacked from its start
 * each time, because gzip has no entry points.
 *
 * @throws AppError internal (blob_missing, blob_altered), while reading
 */
export function openSegmentText(segment: StoredSegment, from = 0): SegmentText {
  const { organizationId, sha256 } = segment;
  let read = segment.storedEncoding === "gzip" ? 0 : from;
  let ended = false;
  const stored = async function* (start: number): AsyncGenerator<Buffer> {
    for await (const chunk of runtime().blobs.read(organizationId, sha256, start)) {
      read += chunk.length;
      yield chunk;
    }
    ended = true;
  };
  const share = (): number => Math.min(1, read / Math.max(1, segment.byteLength));
  if (segment.storedEncoding !== "gzip") return { chunks: stored(from), ending: () => (ended ? "complete" : null), share };
  const { chunks, ending } = inflate(() => stored(0));
  return { chunks: skip(chunks, from), ending, share };
}

async function* skip(source: AsyncGenerator<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of source) {
    if (left >= chunk.length) {
      left -= chunk.length;
      continue;
    }
    yield left === 0 ? chunk : chunk.subarray(left);
    left = 0;
  }
}
