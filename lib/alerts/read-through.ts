import { createLineSplitter, type Line, type TextSplitter } from "#lib/detection/index.ts";
import { openSegmentText, type StoredSegment, type TextEnding } from "#lib/logs/index.ts";
import type { Progress } from "#lib/platform/job.ts";
import type { ScanReader } from "./scan-reader.ts";

/** Lines are split off in slices small enough that they are dead before the next garbage collection: memory stays flat. */
const SLICE_BYTES = 16 * 1024;
/** Stored bytes from which on it is worth while to leave lines out unread. */
const SIEVED_BYTES = 262_144;
const BATCH_LINES = 100_000;
/** After so many lines the clock is looked at: asking it costs as much as parsing a line. */
const LINES_PER_LOOK = 256;
const BATCH_MS = 2_000;
/** A commit may take one tenth of the time at most: when the correlator's state is large, commits become rarer. */
const COMMIT_SHARE = 10;

/** Lines, and milliseconds, after which what was found is committed. */
export type BatchOptions = { batchLines?: number; batchMs?: number };

/** When a reader's work is written, and by what. */
export type Committer = {
  isDue(): boolean;
  /** @param share of the segment that was read, 0 to 1 */
  commit(share: number): Promise<void>;
  end(): Promise<void>;
};

/**
 * Reads a stored segment to its end, from where its reader stands, committing as it goes.
 *
 * @throws AppError internal (blob_missing, blob_altered), and what a commit refuses with
 */
export async function readThrough(segment: StoredSegment, reader: ScanReader, committer: Committer, progress: Progress): Promise<void> {
  const from = reader.progress.scannedBytes;
  const text = openSegmentText(segment, from);
  const splitter = splitterFor(segment, reader);
  const readLines = async (lines: readonly Line[]): Promise<void> => {
    const times = splitter.takeTimes();
    for (const line of lines) {
      reader.read(line);
      if (committer.isDue()) await committer.commit(text.share());
    }
    reader.passTo(splitter.position(), times);
    if (committer.isDue()) await committer.commit(text.share());
  };
  await progress("Reading", text.share());
  for await (const chunk of text.chunks) {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) await readLines(splitter.push(chunk.subarray(at, at + SLICE_BYTES)));
  }
  await readLines(splitter.finish());
  noteEnding(reader, text.ending());
  reader.finish();
  await committer.end();
}

/** Of long segments lines are left out that no rule matches; of short ones it takes longer to learn how to tell. */
function splitterFor({ byteLength }: StoredSegment, reader: ScanReader): TextSplitter {
  const start = { offset: reader.progress.scannedBytes, number: reader.progress.lines + 1 };
  return byteLength < SIEVED_BYTES ? { ...createLineSplitter({ start }), takeTimes: () => [] } : reader.sievedLines(start);
}

function noteEnding(reader: ScanReader, ending: TextEnding | null): void {
  if (ending !== "complete") reader.note(`gzip_${ending ?? "cut_off"}`);
}

/**
 * Commits what a reader found after so many hits, lines or milliseconds.
 *
 * @param most hits in one commit
 * @param write writes at most `most` of what the reader has gathered; `last` when nothing comes after it
 */
export function createCommitter(reader: ScanReader, most: number, write: (last: boolean) => Promise<void>, progress: Progress, options: BatchOptions = {}): Committer {
  const batchLines = options.batchLines ?? BATCH_LINES;
  let pauseMs = options.batchMs ?? BATCH_MS;
  let linesAtCommit = reader.progress.lines;
  let linesAtLook = linesAtCommit;
  let committedAt = performance.now();
  /** Lines may hold more hits than one commit takes, and bursts may go on beyond the segment. The last of these commits moves the reader's place on. */
  const writeAll = async (last: boolean): Promise<void> => {
    reader.correlate();
    while (reader.pendingCount > most) await write(false);
    await write(last);
  };
  return {
    isDue() {
      const { lines } = reader.progress;
      if (reader.pendingCount >= most || lines - linesAtCommit >= batchLines) return true;
      if (lines - linesAtLook < LINES_PER_LOOK) return false;
      linesAtLook = lines;
      return performance.now() - committedAt >= pauseMs;
    },
    async commit(share) {
      const started = performance.now();
      await writeAll(false);
      await progress("Reading", share);
      linesAtCommit = reader.progress.lines;
      committedAt = performance.now();
      pauseMs = Math.max(options.batchMs ?? BATCH_MS, (committedAt - started) * COMMIT_SHARE);
    },
    end: () => writeAll(true),
  };
}
