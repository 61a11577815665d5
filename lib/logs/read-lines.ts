import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError, notFound } from "#lib/platform/errors.ts";
import { LOG_LIMITS } from "./limits.ts";
import { linesOf, rangesOf, type ByteRange, type LinePlace, type ShownLine } from "./line-windows.ts";
import { findSegment } from "./segment.repository.ts";
import { openSegmentText, type StoredSegment } from "./segment-text.ts";

export type SegmentLines = {
  lines: ShownLine[];
  /** Why wanted lines are not among them, or null when all are. */
  missing: string | null;
};

/** Where the bytes of a segment are; what reads them comes after this verb's transaction. */
export const locateSegment = defineVerb({
  name: "logs.locate_segment",
  permission: "logs.read",
  effect: "read",
  input: z.strictObject({ segmentId: idInput }),
  async run({ tx, context, input }): Promise<StoredSegment> {
    const segment = await findSegment(tx, context.organizationId, input.segmentId);
    if (segment === null) throw notFound("log segment");
    return { organizationId: context.organizationId, sha256: segment.sha256, storedEncoding: segment.storedEncoding, byteLength: Number(segment.byteLength) };
  },
});

/**
 * Reads lines of a segment again from its stored bytes, with neighbours. Bounded: at most `LOG_LIMITS.shownLines` lines
 * are asked for, and of a compressed segment no more than `LOG_LIMITS.shownTextBytes` of text are unpacked.
 * What cannot be read is said in `missing`, never left out silently.
 *
 * @throws AppError forbidden, not_found
 */
export async function readLines(context: Context, wanted: { segmentId: string; places: readonly LinePlace[]; contextLines?: number }): Promise<SegmentLines> {
  const segment = await locateSegment(context, { segmentId: wanted.segmentId });
  const places = wanted.places.slice(0, LOG_LIMITS.shownLines);
  const contextLines = Math.min(wanted.contextLines ?? LOG_LIMITS.contextLines, LOG_LIMITS.contextLines);
  try {
    const lines = await collect(segment, rangesOf(places), (range, bytes) => linesOf(range, bytes, places, contextLines));
    const found = new Set(lines.filter((line) => line.wanted).map((line) => line.number));
    const absent = places.filter((place) => !found.has(place.number)).length;
    return { lines, missing: absent === 0 ? null : `${absent} of ${places.length} lines lie beyond the part of this segment that is unpacked for display.` };
  } catch (error) {
    if (!isAppError(error, "internal")) throw error;
    return { lines: [], missing: error.message };
  }
}

async function collect(segment: StoredSegment, ranges: readonly ByteRange[], read: (range: ByteRange, bytes: Buffer) => ShownLine[]): Promise<ShownLine[]> {
  if (segment.storedEncoding !== "gzip") {
    const lines: ShownLine[] = [];
    for (const range of ranges) lines.push(...read(range, await readRange(segment, range)));
    return lines;
  }
  return collectUnpacked(segment, ranges, read);
}

async function readRange(segment: StoredSegment, range: ByteRange): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of openSegmentText(segment, range.from).chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= range.until - range.from) break;
  }
  return Buffer.concat(parts).subarray(0, range.until - range.from);
}

/** One pass over a compressed segment, keeping the bytes of the ranges as they go by. */
async function collectUnpacked(segment: StoredSegment, ranges: readonly ByteRange[], read: (range: ByteRange, bytes: Buffer) => ShownLine[]): Promise<ShownLine[]> {
  const reachable = ranges.filter((range) => range.from < LOG_LIMITS.shownTextBytes);
  const kept = reachable.map(() => [] as Buffer[]);
  let at = 0;
  for await (const chunk of openSegmentText(segment).chunks) {
    for (const [index, range] of reachable.entries()) {
      const part = chunk.subarray(Math.max(0, range.from - at), Math.max(0, range.until - at));
      if (part.length > 0) kept[index]!.push(Buffer.from(part));
    }
    at += chunk.length;
    if (at >= (reachable.at(-1)?.until ?? 0)) break;
  }
  return reachable.flatMap((range, index) => read(range, Buffer.concat(kept[index]!)));
}
