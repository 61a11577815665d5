import type { CoverageLane } from "#lib/evidence/client.ts";
import { periodInstants } from "#lib/platform/zoned-time.ts";
import { worstStatus, type Status } from "#lib/status/index.ts";
import type { PacketGap } from "./packet-content.ts";

/** How a request stands, as a packet tells it. */
export type PeriodStanding = { status: Status; because: string; gaps: PacketGap[] };

/**
 * How an evidence request stands over a period. While the period runs it is the standing of the packet's instant. Once the
 * period is over, what became of the request afterwards says nothing of it: its days do.
 *
 * @param now how the request stood at the packet's instant
 * @param lane the request's days; undefined when the period has none
 */
export function periodStanding(now: { status: Status; because: string }, lane: CoverageLane | undefined, over: boolean, timeZone: string): PeriodStanding {
  const gaps = lane === undefined ? [] : gapsOf(lane, timeZone);
  if (!over || lane === undefined) return { status: now.status, because: now.because, gaps };
  if (gaps.length === 0) return { status: "met", because: "", gaps };
  const open = lane.endedDays - lane.provenDays;
  const days = `${open} of ${lane.endedDays} days ${open === 1 ? "is" : "are"} not proven`;
  const causes = [...new Set(gaps.map((gap) => gap.what))].slice(0, 3).join("; ");
  const status = lane.provenDays > 0 ? "partial" : worstStatus(gaps.map((gap) => gap.cause));
  return { status, because: `${days}: ${causes}.`, gaps };
}

function gapsOf(lane: CoverageLane, timeZone: string): PacketGap[] {
  return lane.spans.flatMap((span) => {
    if (span.state !== "hole" || span.cause === null) return [];
    const { from, until } = periodInstants({ firstDay: span.firstDay, lastDay: span.lastDay, timeZone });
    return [{ from, to: until, cause: span.cause, what: span.whats.join("; ") }];
  });
}
