import { runtime } from "#lib/platform/runtime.ts";
import { inflate, type TextEnding } from "./inflate.ts";

export type StoredSegment = { organizationId: string; sha256: string; storedEncoding: string };

export type SegmentText = {
  /** The text's bytes from `from` on; offsets always count in unpacked text. */
  chunks: AsyncGenerator<Buffer>;
  /** Null until `chunks` has ended. */
  ending(): TextEnding | null;
};

/**
 * Opens a segment's text at a byte. A plain segment is read from there; a compressed one is unpacked from its start
 * each time, because gzip has no entry points.
 *
 * @throws AppError internal (blob_missing, blob_altered), while reading
 */
export function openSegmentText(segment: StoredSegment, from = 0): SegmentText {
  const { organizationId, sha256 } = segment;
  if (segment.storedEncoding !== "gzip") {
    let ended = false;
    const chunks = plain(runtime().blobs.read(organizationId, sha256, from), () => (ended = true));
    return { chunks, ending: () => (ended ? "complete" : null) };
  }
  const { chunks, ending } = inflate(() => runtime().blobs.read(organizationId, sha256));
  return { chunks: skip(chunks, from), ending };
}

async function* plain(source: AsyncGenerator<Buffer>, ended: () => void): AsyncGenerator<Buffer> {
  yield* source;
  ended();
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
