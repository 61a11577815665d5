import { SCAN_NOTES } from "#lib/logs/client.ts";
import type { ScannedSegment } from "#lib/logs/index.ts";
import type { PacketOmission } from "./packet-content.ts";
import type { SnapshotSegment } from "./packet-snapshot.ts";

export type CollectedSegments = { segments: SnapshotSegment[]; omissions: PacketOmission[] };

/**
 * Log segments as they were received, and what is known to be missing of each. A segment that was not read to its end goes
 * in all the same: its bytes are whole, only nothing may be concluded from what was not read.
 */
export function packetSegments(rows: readonly ScannedSegment[], wanted: readonly string[]): CollectedSegments {
  const found = new Set(rows.map((row) => row.id));
  const lost = wanted.filter((id) => !found.has(id)).map((id): PacketOmission => ({
    id: `no-segment-${id}`, requestId: null, subject: `Log segment ${id}`, cause: "could_not_run",
    reason: "The record of this segment could not be found when the packet was made.", from: null, to: null,
  }));
  return { segments: rows.map(segmentOf), omissions: [...lost, ...rows.flatMap(unread)] };
}

function segmentOf({ scan, source, ...row }: ScannedSegment): SnapshotSegment {
  return {
    id: row.id,
    sourceName: `${source.name}, ${row.fileName}`,
    from: scan?.firstEventAt ?? row.receivedAt,
    // Half-open, like every stretch of time in a packet.
    to: new Date((scan?.lastEventAt ?? row.receivedAt).getTime() + 1),
    parsedLines: Number(scan?.parsedLines ?? 0),
    unparsedLines: Number(scan?.unparsedLines ?? 0),
    packed: row.storedEncoding === "gzip" ? "gzip" : null,
    sha256: row.sha256,
    bytes: { blob: row.sha256 },
  };
}

function unread({ scan, source, ...row }: ScannedSegment): PacketOmission[] {
  const subject = `Log segment ${row.id}, ${source.name}`;
  const omission = (cause: PacketOmission["cause"], reason: string, index = 0): PacketOmission => ({
    id: `segment-${row.id}-${index}`, requestId: null, subject, cause, reason, from: scan?.firstEventAt ?? null, to: scan?.lastEventAt ?? null,
  });
  if (scan === null || scan.status === "queued" || scan.status === "running") return [omission("not_yet_known", "Reading the segment had not come to its end when the packet was made, so its alerts are not all known.")];
  if (scan.status === "failed") return [omission("could_not_run", "Reading the segment failed, so its alerts are not all known.")];
  const notes: Readonly<Record<string, { text: string; partial: boolean }>> = SCAN_NOTES;
  return scan.notes.flatMap((note, index) => {
    const known = notes[note];
    return known?.partial === true ? [omission("partial", known.text, index)] : [];
  });
}
