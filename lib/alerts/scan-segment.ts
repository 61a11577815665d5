import { setTimeout as sleep } from "node:timers/promises";
import { createCorrelator } from "#lib/detection/index.ts";
import { claimScan, type ClaimedScan } from "#lib/logs/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import type { Progress } from "#lib/platform/job.ts";
import { adoptRulesInForce, type AdoptedRules } from "#lib/rules/index.ts";
import { commitScan, DRAFTS_PER_COMMIT } from "./commit-scan.ts";
import { DayTotals } from "./day-totals.ts";
import { createCommitter, readThrough, type BatchOptions } from "./read-through.ts";
import { ScanReader } from "./scan-reader.ts";

export type ScanOptions = BatchOptions & {
  /** After how long without a commit another reader is taken for dead. */
  silentAfterMs?: number;
};

/** `ended`: the segment is read (or had been given up). `waits`: an earlier segment of its source comes first. */
export type ScanOutcome = { kind: "ended" } | { kind: "waits"; earlierSegmentId: string };

const ASK_AGAIN_MS = 1_000;

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
      await readScan(context, claim.scan, rules, progress, options);
      return { kind: "ended" };
    } catch (error) {
      if (!(isAppError(error, "conflict") && error.reason === "scan_taken_over")) throw error;
    }
  }
}

async function readScan(context: Context, scan: ClaimedScan, rules: AdoptedRules, progress: Progress, options: ScanOptions): Promise<void> {
  const totals = new DayTotals();
  const reader = new ScanReader({ ...scan, totals }, rules);
  let { hold } = scan;
  const write = async (last: boolean): Promise<void> => {
    const drafts = reader.take(DRAFTS_PER_COMMIT);
    const whole = reader.pendingCount === 0;
    const end = last && whole ? { sourceId: scan.source.id, ruleSetHash: rules.ruleSet.hash } : null;
    const step = whole ? { snapshot: reader.snapshot(scan.stateHash), totals: totals.take() } : { snapshot: null, totals: [] };
    const committed = await commitScan(context, { hold, progress: { ...reader.progress }, drafts, ...step, end });
    hold = committed.hold;
    if (committed.dropped > 0) reader.mute(committed.flooding, committed.dropped);
  };
  const committer = createCommitter(reader, DRAFTS_PER_COMMIT, write, progress, options);
  const orFull = { ...committer, isDue: () => totals.isFull || committer.isDue() };
  await readThrough({ organizationId: context.organizationId, ...scan.segment }, reader, orFull, progress);
}
