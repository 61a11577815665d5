import { z } from "zod";
import { LOG_LIMITS } from "./limits.ts";

/** What a double counts exactly: segments end far below it. */
const COUNT_MAX = Number.MAX_SAFE_INTEGER;

/** One line that no parser understood: where it stands, why, and its beginning. */
const unparsedLine = z.strictObject({
  number: z.number().int().min(1).max(COUNT_MAX),
  offset: z.number().int().min(0).max(COUNT_MAX),
  reason: z.string().max(60),
  text: z.string().max(LOG_LIMITS.unparsedChars),
});
export type UnparsedLine = z.output<typeof unparsedLine>;

const count = z.number().int().min(0).max(COUNT_MAX);

/** Figures of a scan so far: whole numbers from the segment's start, not differences. */
export const scanProgress = z.strictObject({
  /** Bytes of (unpacked) text read: where the next line begins. */
  scannedBytes: count,
  lines: count,
  parsedLines: count,
  unparsedLines: count,
  truncatedLines: count,
  invalidUtf8Lines: count,
  /** A column of four bytes. */
  alerts: z.number().int().min(0).max(2_147_483_647),
  firstEventAt: z.date().nullable(),
  lastEventAt: z.date().nullable(),
  notes: z.array(z.string().max(40)).max(40),
  unparsedSample: z.array(unparsedLine).max(LOG_LIMITS.unparsedSample),
});
export type ScanProgress = z.output<typeof scanProgress>;

export function noProgress(): ScanProgress {
  return {
    scannedBytes: 0,
    lines: 0,
    parsedLines: 0,
    unparsedLines: 0,
    truncatedLines: 0,
    invalidUtf8Lines: 0,
    alerts: 0,
    firstEventAt: null,
    lastEventAt: null,
    notes: [],
    unparsedSample: [],
  };
}

/** The columns of log_segment_scan that hold this progress. */
export function progressColumns(progress: ScanProgress) {
  return {
    scannedBytes: BigInt(progress.scannedBytes),
    lines: BigInt(progress.lines),
    parsedLines: BigInt(progress.parsedLines),
    unparsedLines: BigInt(progress.unparsedLines),
    truncatedLines: BigInt(progress.truncatedLines),
    invalidUtf8: BigInt(progress.invalidUtf8Lines),
    alerts: progress.alerts,
    firstEventAt: progress.firstEventAt,
    lastEventAt: progress.lastEventAt,
    notes: progress.notes,
    unparsedSample: progress.unparsedSample,
  };
}

type ScanColumns = ReturnType<typeof progressColumns>;

/** The progress that a row of log_segment_scan holds. */
export function progressOf(row: Omit<ScanColumns, "unparsedSample"> & { unparsedSample: unknown }): ScanProgress {
  return {
    scannedBytes: Number(row.scannedBytes),
    lines: Number(row.lines),
    parsedLines: Number(row.parsedLines),
    unparsedLines: Number(row.unparsedLines),
    truncatedLines: Number(row.truncatedLines),
    invalidUtf8Lines: Number(row.invalidUtf8),
    alerts: row.alerts,
    firstEventAt: row.firstEventAt,
    lastEventAt: row.lastEventAt,
    notes: [...row.notes],
    unparsedSample: z.array(unparsedLine).parse(row.unparsedSample),
  };
}
