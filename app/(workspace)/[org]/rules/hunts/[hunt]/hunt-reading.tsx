import Link from "next/link";
import { Banner } from "#app/_ui/banner.tsx";
import { Figure, Figures } from "#app/_ui/figure.tsx";
import { Progress } from "#app/_ui/progress.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { HUNT_LIMITS } from "#lib/hunts/client.ts";
import type { HuntView } from "#lib/hunts/index.ts";
import { brokenOf, counted, matchesText, SEGMENT_STATUS, SEGMENT_WORDS } from "../hunt-state.tsx";

/** Where the hunt stands, and what limits what it says. */
export function HuntStanding({ hunt }: { hunt: HuntView }) {
  const { state: { status, doneSegments, error, fullRules }, reading, refused } = hunt;
  const left = reading.waiting;
  return (
    <div className="grid gap-2 pb-4">
      {status === "queued" || status === "running" ? <Progress label="Segments" done={doneSegments} of={reading.segments} step={status === "queued" ? "Waiting for a worker. You can leave: it goes on." : "Reading. You can leave: it goes on."} /> : null}
      {status === "paused" ? <Banner tone="inert" title={`Paused after ${numberText(doneSegments)} of ${counted(reading.segments, "segment")}.`}>It goes on where it was.</Banner> : null}
      {status === "failed" ? <Banner tone="fault" title={`It failed after ${numberText(doneSegments)} of ${counted(reading.segments, "segment")}.`}>{error ?? "The reason is in the server’s log."} Resumed, it goes on where it was.</Banner> : null}
      {status === "cancelled" ? <Banner tone="caution" title={`Cancelled: ${counted(left, "segment")} of ${numberText(reading.segments)} not read.`}>What they hold was not looked at.</Banner> : null}
      {status === "full" ? <Banner tone="caution" title={`Stopped: ${numberText(HUNT_LIMITS.matches)} matches are kept at most.`}>{counted(left, "segment")} of {numberText(reading.segments)} were not read to their end. Choose fewer rules or days, or tune what floods.</Banner> : null}
      {brokenOf(hunt) === 0 ? null : <Banner tone="fault" title={`${counted(brokenOf(hunt), "segment")} could not be read whole.`}>Below they are named. What they hold was not looked at.</Banner>}
      {refused.count === 0 ? null : (
        <Banner tone="caution" title={`${counted(refused.count, "rule")} took no part: they do not compile.`}>
          <ul>{refused.first.slice(0, 5).map((one, at) => <li key={at}>{one.title}, line {one.line}: {one.message}</li>)}</ul>
        </Banner>
      )}
      {fullRules.length === 0 ? null : <Banner tone="caution" title={`${counted(fullRules.length, "rule")} found more than ${numberText(HUNT_LIMITS.matchesPerRule)} matches, which are kept of each.`}>What came beyond is neither kept nor counted.</Banner>}
    </div>
  );
}

/** What was read and found. Before anything was read nothing is known, which is not nought. */
export function HuntFigures({ hunt }: { hunt: HuntView }) {
  const { reading, state } = hunt;
  const known = reading.lines > 0 || state.status === "finished";
  const count = (value: number): string => (known ? numberText(value) : "–");
  return (
    <Figures>
      <Figure label="Segments read" value={numberText(reading.read)} of={numberText(reading.segments)} />
      <Figure label="Lines" value={count(reading.lines)} />
      <Figure label="Not understood" value={count(reading.unparsedLines)} />
      <Figure label="Text" value={known ? sizeText(reading.bytes) : "–"} />
      <Figure label="Matches" value={matchesText(hunt)} />
    </Figures>
  );
}

/** Segments that are missing, damaged, or end early. */
export function UnreadSegments({ hunt, org }: { hunt: HuntView; org: string }) {
  if (hunt.unread.length === 0) return null;
  const all = brokenOf(hunt);
  return (
    <Section title="Not read whole" count={hunt.unread.length < all ? `the first ${hunt.unread.length} of ${numberText(all)}` : all}>
      <ul className="task-list">
        {hunt.unread.map((one) => (
          <li key={one.segmentId}>
            <div className="task-text"><Link prefetch={false} className="link" href={`/${org}/logs/${one.segmentId}`}>{one.fileName}</Link><span className="block text-muted">{one.sourceName}; {counted(one.lines, "line")} before it ended</span></div>
            <StatusInline status={SEGMENT_STATUS[one.status]} word={SEGMENT_WORDS[one.status]} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
