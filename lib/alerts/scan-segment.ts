import { setTimeout as sleep } from "node:timers/promises";
import { createCorrelator, createLineSplitter, type Line } from "#lib/detection/index.ts";
import { claimScan, openSegmentText, type ClaimedScan, type TextEnding } from "#lib/logs/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import type { Progress } from "#lib/platform/job.ts";
import { adoptRulesInForce, type AdoptedRules } from "#lib/rules/index.ts";
import { commitScan, DRAFTS_PER_COMMIT } from "./commit-scan.ts";
import { ScanReader } from "./scan-reader.ts";

export type ScanOptions = {
  /** After how long without a commit another reader is taken for dead. */
  silentAfterMs?: number;
  /** Lines, and milliseconds, after which what was found is committed. */
  batchLines?: number;
  batchMs?: number;
};

/** `ended`: the segment is read (or had been given up). `waits`: an earlier segment of its source comes first. */
export type ScanOutcome = { kind: "ended" } | { kind: "waits"; earlierSegmentId: string };

const BATCH_LINES = 100_000;
const BATCH_MS = 2_000;
/** A commit may take one tenth of the time at most: when the correlator's state is large, commits become rarer. */
const COMMIT_SHARE = 10;
const ASK_AGAIN_MS = 1_000;
/** Lines are split off in slices small enough that they are dead before the next garbage collection: memory stays flat. */
const SLICE_BYTES = 16 * 1024;

/**
 * Reads a segment with the rules in force and raises what they find. May be cut off anywhere and run again: it goes on
 * after its last commit and raises nothing twice. When another reader is at the segment, waits until that one has
 * ended or fallen silent.
 *
 * @param context of Tickmark itself
 */
export async function scanSegment(context: Context, input: { segmentId: string }, progress: Progress, options: ScanOptions = {}): Promise<ScanOutcome> {
  const rules = await adoptRulesInForce(context);
  const stateHash = `${rules.ruleSet.hash}:${createCorrelator(rules.ruleSet).snapshot().version}`;
  for (;;) {
    const claim = await claimScan(context, { segmentId: input.segmentId, stateHash, ...(options.silentAfterMs === undefined ? {} : { silentAfterMs: options.silentAfterMs }) });
    if (claim.kind === "ended") return claim;
    if (claim.kind === "waits") return claim;
    if (claim.kind === "busy") {
      await progress("Another reader is at it", 0);
      await sleep(ASK_AGAIN_MS);
      continue;
    }
    try {
      await readThrough(context, claim.scan, rules, stateHash, progress, options);
      return { kind: "ended" };
    } catch (error) {
      if (!(isAppError(error, "conflict") && error.reason === "scan_taken_over")) throw error;
    }
  }
}

async function readThrough(context: Context, scan: ClaimedScan, rules: AdoptedRules, stateHash: string, progress: Progress, options: ScanOptions): Promise<void> {
  const reader = new ScanReader(scan, rules);
  const committer = createCommitter(context, scan, rules, stateHash, reader, progress, options);
  const { organizationId } = context;
  const from = reader.progress.scannedBytes;
  const text = openSegmentText({ organizationId, ...scan.segment }, from);
  const splitter = createLineSplitter({ start: { offset: from, number: reader.progress.lines + 1 } });
  const readLines = async (lines: readonly Line[]): Promise<void> => {
    for (const line of lines) {
      reader.read(line);
      if (committer.isDue()) await committer.commit(text.share());
    }
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

function noteEnding(reader: ScanReader, ending: TextEnding | null): void {
  if (ending !== "complete") reader.note(`gzip_${ending ?? "cut_off"}`);
}

type Committer = { isDue(): boolean; commit(share: number): Promise<void>; end(): Promise<void> };

function createCommitter(context: Context, scan: ClaimedScan, rules: AdoptedRules, stateHash: string, reader: ScanReader, progress: Progress, options: ScanOptions): Committer {
  const batchLines = options.batchLines ?? BATCH_LINES;
  let pauseMs = options.batchMs ?? BATCH_MS;
  let hold = scan.hold;
  let linesAtCommit = reader.progress.lines;
  let committedAt = performance.now();
  const write = async (end: boolean): Promise<void> => {
    const drafts = reader.take(DRAFTS_PER_COMMIT);
    const snapshot = reader.snapshot(stateHash);
    const last = end && reader.pendingCount === 0 ? { sourceId: scan.source.id, ruleSetHash: rules.ruleSet.hash } : null;
    hold = await commitScan(context, { hold, progress: { ...reader.progress }, drafts, snapshot, end: last });
  };
  return {
    isDue: () =>
      reader.pendingCount >= DRAFTS_PER_COMMIT ||
      reader.progress.lines - linesAtCommit >= batchLines ||
      // The clock is looked at now and then only: asking it costs as much as parsing a line.
      ((reader.progress.lines & 255) === 0 && performance.now() - committedAt >= pauseMs),
    async commit(share) {
      const started = performance.now();
      await write(false);
      await progress("Reading", share);
      linesAtCommit = reader.progress.lines;
      committedAt = performance.now();
      pauseMs = Math.max(options.batchMs ?? BATCH_MS, (committedAt - started) * COMMIT_SHARE);
    },
    async end() {
      // Bursts that go on beyond the segment may be more than one commit takes.
      while (reader.pendingCount > DRAFTS_PER_COMMIT) await write(false);
      await write(true);
    },
  };
}
