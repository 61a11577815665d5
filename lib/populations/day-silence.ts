/** Half-open. */
type Stretch = { from: Date; until: Date };

/** A segment's first and last event; both null while they are not known. `complete`: all of its text was read. */
export type SegmentExtent = { sourceId: string; firstEventAt: Date | null; lastEventAt: Date | null; receivedAt: Date; complete: boolean };

/** A source and the first event ever read of it. */
export type HeardSource = { id: string; name: string; firstEventAt: Date };

/**
 * A host that runs writes at least every hour (cron, sessions, its own statistics). A longer silence cannot be told from
 * a file that is missing, so nothing is concluded from it.
 */
export const MAX_SILENCE_MS = 2 * 3_600_000;

/**
 * Why it cannot be said that the logs of a day were read completely; null when it can. They were when every source that
 * had been heard of by the end of the day was heard throughout, and no segment that may hold events of the day is unread.
 */
export function whyUnread(day: Stretch, sources: readonly HeardSource[], segments: readonly SegmentExtent[]): string | null {
  const inScope = sources.filter((source) => source.firstEventAt < day.until);
  if (inScope.length === 0) return "no source had been heard of";
  const unread = segments.filter((segment) => !segment.complete && mayTouch(segment, day));
  if (unread.length > 0) return unread.length === 1 ? "a segment was not read completely" : `${unread.length} segments were not read completely`;
  for (const source of inScope) {
    if (isSilent(day, segments.filter((segment) => segment.sourceId === source.id))) return `${source.name} was silent`;
  }
  return null;
}

/** Whether a segment holds events of the day, or may: what was received before the day began cannot. */
function mayTouch(segment: SegmentExtent, day: Stretch): boolean {
  if (segment.firstEventAt === null || segment.lastEventAt === null) return segment.receivedAt >= day.from;
  return segment.firstEventAt < day.until && segment.lastEventAt >= day.from;
}

/** Whether a source's events leave a silence that is too long and lies in the day, in whole or in part. */
function isSilent(day: Stretch, segments: readonly SegmentExtent[]): boolean {
  const extents = segments
    .flatMap(({ firstEventAt, lastEventAt }) => (firstEventAt === null || lastEventAt === null ? [] : [{ from: firstEventAt.getTime(), to: lastEventAt.getTime() }]))
    .sort((a, b) => a.from - b.from);
  const [start, end] = [day.from.getTime(), day.until.getTime()];
  // What was before a source's first words is silence of this day at most.
  let heardUntil = Math.min(start, extents[0]?.from ?? start);
  for (const { from, to } of extents) {
    if (from > start && heardUntil < end && from - heardUntil > MAX_SILENCE_MS) return true;
    heardUntil = Math.max(heardUntil, to);
  }
  return end - heardUntil > MAX_SILENCE_MS;
}

/** The segments that hold events of the day. */
export function segmentsOfDay<Segment extends SegmentExtent>(day: Stretch, segments: readonly Segment[]): Segment[] {
  return segments.filter((segment) => segment.firstEventAt !== null && mayTouch(segment, day));
}
