import type { VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { ScanProgress } from "./scan-progress.ts";
import { scanSegmentKind } from "./scan-segment.kind.ts";
import { findNextQueued, putQuietDaysDue, renewHold, replaceCorrelationState, writeProgress, type ScanHold } from "./scan.repository.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit" | "enqueue">;

/**
 * Moves a scan on, inside the transaction that raises what was found on the way.
 *
 * @param step `snapshot` is JSON: what is needed to go on from here
 * @returns the hold for the next step
 * @throws AppError conflict `scan_taken_over` when another reader has the scan now
 */
export async function advanceScan({ tx, context, now }: Act, hold: ScanHold, step: { progress: ScanProgress; snapshot: string }): Promise<ScanHold> {
  const held = await writeProgress(tx, context.organizationId, hold, step.progress, { status: "running", snapshot: step.snapshot, now });
  if (!held) throw takenOver();
  return { ...hold, scannedBytes: BigInt(step.progress.scannedBytes), updatedAt: now };
}

/** Keeps a scan where it is, inside a transaction that raises a part of what was found behind it. @throws AppError conflict `scan_taken_over` */
export async function holdScan({ tx, context, now }: Act, hold: ScanHold): Promise<ScanHold> {
  if (!(await renewHold(tx, context.organizationId, hold, now))) throw takenOver();
  return { ...hold, updatedAt: now };
}

/**
 * Ends a scan: the correlation's state becomes the source's, the ledger commits to the counts, and the next segment of
 * the source is put in line.
 *
 * @throws AppError conflict `scan_taken_over`
 */
export async function endScan(act: Act, hold: ScanHold, step: { progress: ScanProgress; snapshot: string; sourceId: string; ruleSetHash: string }): Promise<ScanHold> {
  const { tx, context, now, audit } = act;
  const { organizationId } = context;
  const { progress, snapshot, sourceId, ruleSetHash } = step;
  if (!(await writeProgress(tx, organizationId, hold, progress, { status: "finished", snapshot: null, now }))) throw takenOver();
  // Another segment of the source ended meanwhile: this one is read again, from what that one left.
  if (!(await replaceCorrelationState(tx, organizationId, sourceId, hold.stateOf, { ruleSetHash, snapshot }, now))) throw takenOver();
  const { lines, parsedLines, unparsedLines, truncatedLines, invalidUtf8Lines, alerts, notes } = progress;
  const record = { lines, parsed_lines: parsedLines, unparsed_lines: unparsedLines, truncated_lines: truncatedLines, invalid_utf8_lines: invalidUtf8Lines, alerts, notes, rule_set: ruleSetHash };
  await appendPendingEntry(tx, context, { kind: "log_segment.scanned", subjectId: hold.segmentId, record });
  await audit({ action: "log_segment.scanned", subjectKind: "log_segment", subjectId: hold.segmentId, changes: record });
  await putQuietDaysDue(tx, hold.segmentId, now);
  await enqueueNext(act, sourceId);
  return { ...hold, scannedBytes: BigInt(progress.scannedBytes), updatedAt: now };
}

/** Also when a job for it exists: that one may be about to end because it found this segment unfinished. */
export async function enqueueNext({ tx, context, enqueue }: Pick<Act, "tx" | "context" | "enqueue">, sourceId: string): Promise<void> {
  const next = await findNextQueued(tx, context.organizationId, sourceId);
  if (next !== null) await enqueue(scanSegmentKind, { segmentId: next }, next);
}

function takenOver(): AppError {
  return new AppError("conflict", "scan_taken_over", "Another reader has taken this segment over.");
}
