import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { noProgress, progressOf, type ScanProgress } from "./scan-progress.ts";
import { scanSegmentKind } from "./scan-segment.kind.ts";
import { findCorrelationState, findEarlierUndone, findScan, isSourceRead, queueSilent, resetScan, takeScan, withLiveJob, type ScanHold } from "./scan.repository.ts";

/** A reader that has committed nothing for this long is taken for dead. Readers commit every few seconds. */
export const SILENT_AFTER_MS = 15_000;

/** Everything a reader needs to go on: which rules it was made with, and the correlator's snapshot, packed by the reader. */
export const storedSnapshot = z.object({ stateHash: z.string(), correlator: z.string() });
export type StoredSnapshot = z.output<typeof storedSnapshot>;

export type ClaimedScan = {
  hold: ScanHold;
  /** Names the rules, the form of the snapshot and the state that this reading goes on from: a snapshot with another name is of no use. */
  stateHash: string;
  segment: { id: string; sha256: string; storedEncoding: string; byteLength: number; referenceTime: Date; receivedAt: Date };
  source: { id: string; name: string; utcOffsetMinutes: number };
  progress: ScanProgress;
  /** Where an earlier reader of this segment stopped, with the same rules; null when it is read from its start. */
  snapshot: StoredSnapshot | null;
  /** What the source's correlation knew before this segment; null when it is the first. */
  before: StoredSnapshot | null;
};

export type Claim =
  | { kind: "claimed"; scan: ClaimedScan }
  /** The scan has ended: there is nothing to do. */
  | { kind: "ended" }
  /** An earlier segment of the source comes first; its end puts this one in line. */
  | { kind: "waits"; earlierSegmentId: string }
  /** Another reader is at it. */
  | { kind: "busy" };

/**
 * Takes a segment for one reader. Segments of one source are read one at a time, in the order of their receipt, because
 * the correlation goes on from one to the next: a reader has a lease, which every commit renews and which ends when it falls
 * silent. What it commits counts only while it still has it, and only if the source's state is still the one that it went on
 * from. A segment that was begun with other rules, or from another state, is begun again: the same bursts have the same keys,
 * so nothing is raised twice.
 */
export const claimScan = defineVerb({
  name: "logs.claim_scan",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({
    segmentId: idInput,
    /** Names the rules and the form of the snapshot. */
    stateHash: z.string().min(1).max(128),
    silentAfterMs: z.number().int().min(0).max(600_000).default(SILENT_AFTER_MS),
  }),
  async run({ tx, context, input, now, unchanged, enqueue }): Promise<Claim> {
    // A claim is no act of its own: the reading that follows from it is recorded when it ends.
    unchanged();
    const { organizationId } = context;
    const found = await findScan(tx, organizationId, input.segmentId);
    if (found === null) throw notFound("log segment");
    if (found.scan.status === "finished" || found.scan.status === "failed") return { kind: "ended" };
    const silentSince = new Date(now.getTime() - input.silentAfterMs);
    const earlier = await findEarlierUndone(tx, organizationId, found);
    const first = earlier[0];
    if (first !== undefined) {
      // The first in line always has a job; when that was lost, the source would wait for ever.
      if ((await withLiveJob(tx, earlier)).size === 0) await enqueue(scanSegmentKind, { segmentId: first }, first);
      // Its own reader died, and the one before it was put in line again meanwhile: that one's end would not start what is no longer in line.
      await queueSilent(tx, organizationId, input.segmentId, silentSince);
      return { kind: "waits", earlierSegmentId: first };
    }
    if (await isSourceRead(tx, organizationId, found, silentSince)) return { kind: "busy" };
    if (!(await takeScan(tx, organizationId, input.segmentId, silentSince, now))) return { kind: "busy" };
    const snapshot = readSnapshot(found.scan.snapshot);
    const before = await findCorrelationState(tx, organizationId, found.sourceId);
    const stateOf = before?.updatedAt ?? null;
    const stateHash = `${input.stateHash}:${stateOf === null ? "" : stateOf.getTime()}`;
    const goesOn = snapshot?.stateHash === stateHash;
    if (!goesOn) await resetScan(tx, organizationId, input.segmentId);
    const { id, sha256, storedEncoding, byteLength, referenceTime, receivedAt, source, scan } = found;
    return {
      kind: "claimed",
      scan: {
        hold: { segmentId: id, scannedBytes: goesOn ? scan.scannedBytes : 0n, updatedAt: now, stateOf },
        stateHash,
        segment: { id, sha256, storedEncoding, byteLength: Number(byteLength), referenceTime, receivedAt },
        source: { id: source.id, name: source.name, utcOffsetMinutes: source.utcOffsetMinutes },
        progress: goesOn ? progressOf(scan) : noProgress(),
        snapshot: goesOn ? snapshot : null,
        before: readSnapshot(before?.snapshot),
      },
    };
  },
});

function readSnapshot(value: unknown): StoredSnapshot | null {
  return value === null || value === undefined ? null : storedSnapshot.parse(value);
}
