import { setTimeout as sleep } from "node:timers/promises";
import { scanSegment } from "#lib/alerts/index.ts";
import { readSegment, SILENT_AFTER_MS, type SegmentView } from "#lib/logs/index.ts";
import type { Context } from "#lib/platform/context.ts";

/** A worker asks for jobs twice a second; one that has not begun within this time is not there, or is busy. */
const WORKER_STARTS_WITHIN_MS = 3_000;
const ASK_EVERY_MS = 500;

/** How far the reading has come: 0 to 1, and who reads. */
export type ShowShare = (share: number, where: "worker" | "here" | "waiting") => void;

/**
 * Waits until a segment is read: by a worker when one takes it, else here, with the same code. Both at once would do no
 * harm: only one of them holds the segment.
 */
export async function followScan(context: Context, segmentId: string, show: ShowShare): Promise<SegmentView> {
  let seen = "";
  let movedAt = performance.now();
  for (;;) {
    const segment = await readSegment(context, { segmentId });
    const { status, share, scannedBytes } = segment;
    if (status === "finished" || status === "failed") return segment;
    const state = `${status} ${scannedBytes}`;
    if (state !== seen) movedAt = performance.now();
    seen = state;
    // One that is being read but does not move was begun by a process that is no more.
    const patienceMs = status === "running" ? SILENT_AFTER_MS : WORKER_STARTS_WITHIN_MS;
    if (performance.now() - movedAt > patienceMs) await scanHere(context, segmentId, show);
    else show(share, status === "running" ? "worker" : "waiting");
    await sleep(ASK_EVERY_MS);
  }
}

/** Reads a segment in this process, after the earlier ones of its source. */
async function scanHere(context: Context, segmentId: string, show: ShowShare): Promise<void> {
  const progress = async (_step: string, share: number): Promise<void> => show(share, "here");
  for (;;) {
    const outcome = await scanSegment(context, { segmentId }, progress);
    if (outcome.kind === "ended") return;
    await scanHere(context, outcome.earlierSegmentId, show);
  }
}
