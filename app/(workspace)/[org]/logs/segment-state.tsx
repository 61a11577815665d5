import { numberText } from "#app/_ui/region-now.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { SCAN_NOTES, type ScanNote } from "#lib/logs/client.ts";
import type { SegmentRow } from "#lib/logs/index.ts";

export const shown = (value: number): string => numberText(value);

/** A count with its noun: `1 alert`, `1,200 alerts`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${shown(count)} ${count === 1 ? one : many}`;

export const SEGMENT_STATE_WORDS: Readonly<Record<SegmentRow["status"], string>> = { queued: "Waiting", running: "Being read", finished: "Read", failed: "Reading failed" };

/** What a scan noticed that means that text was not read, or not counted. */
export function isPartial(segment: Pick<SegmentRow, "notes">): boolean {
  return segment.notes.some((note) => noteOf(note)?.partial ?? true);
}

/** The words of a note; null for one that this version does not know. */
export function noteOf(note: string): { text: string; partial: boolean } | null {
  return note in SCAN_NOTES ? SCAN_NOTES[note as ScanNote] : null;
}

/** Rounded down, so that 100 % means all of it. */
export const percentOf = (share: number): number => Math.floor(share * 100);

/** How far a segment has been read. Only a whole reading counts as good. */
export function SegmentState({ segment }: { segment: SegmentRow }) {
  const status = segment.status === "failed" ? "could_not_run" : segment.status !== "finished" ? "not_yet_known" : isPartial(segment) ? "partial" : "pass";
  return <StatusInline status={status} word={stateWord(segment)} />;
}

/** The same in words alone. */
export function stateWord(segment: Pick<SegmentRow, "status" | "share" | "notes">): string {
  if (segment.status === "queued") return "Waiting to be read";
  if (segment.status === "running") return `Reading, ${percentOf(segment.share)} %`;
  if (segment.status === "failed") return `Failed at ${percentOf(segment.share)} %`;
  return isPartial(segment) ? "Read in part" : "Read";
}

/** Lines understood of lines read: `1,998 of 2,000`. Nothing read yet is a dash, never a zero that looks clean. */
export function linesText(segment: Pick<SegmentRow, "lines" | "parsedLines" | "status">): string {
  if (segment.lines === 0 && segment.status !== "finished") return "–";
  return `${shown(segment.parsedLines)} of ${shown(segment.lines)}`;
}

/** Alerts raised so far; unknown while nothing was read. */
export function alertsText(segment: Pick<SegmentRow, "alerts" | "lines" | "status">): string {
  if (segment.status === "finished") return shown(segment.alerts);
  return segment.lines === 0 ? "–" : `${shown(segment.alerts)} so far`;
}
