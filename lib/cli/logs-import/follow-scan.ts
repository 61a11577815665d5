import { setTimeout as sleep } from "node:timers/promises";
import { scanSegment } from "#lib/alerts/index.ts";
import { readSegment, type SegmentView } from "#lib/logs/index.ts";
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
  const startedAt = performance.now();
  for (;;) {
    const segment = await readSegment(context, { segmentId });
    if (segment.status === "finished" || segment.status === "failed") return segment;
    if (segment.status === "running") show(segment.share, "worker");
    else if (performance.now() - startedAt > WORKER_STARTS_WITHIN_MS) await scanHere(context, segmentId, show);
    else show(0, "waiting");
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
