import { dayText } from "#app/_ui/calendar-days.ts";
import { formatInstant } from "#app/_ui/format-time.ts";
import { Severity } from "#app/_ui/severity.tsx";
import { Timeline, type TimelineDay } from "#app/_ui/timeline.tsx";
import { FINDING_EVENT_WORDS, type FindingEventKind } from "#lib/findings/client.ts";
import type { FindingEventView } from "#lib/findings/index.ts";

const KEY_KINDS: ReadonlySet<FindingEventKind> = new Set(["raised", "remediation_started", "remediated", "closed", "risk_accepted", "acceptance_ended", "reopened", "withdrawn"]);

/** What happened to a finding, day by day. */
export function FindingTimeline({ events, zone }: { events: readonly FindingEventView[]; zone: string }) {
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: zone });
  const days = [...Map.groupBy(events, (event) => formatInstant(event.at, zone, "date"))];
  return (
    <Timeline
      days={days.map(([date, some], index): TimelineDay => {
        const [first] = some;
        const next = days[index + 1]?.[1][0];
        const silent = first === undefined || next === undefined ? 0 : Math.round((next.at.getTime() - first.at.getTime()) / 86_400_000) - 1;
        return {
          date, ...(first === undefined ? {} : { weekday: weekday.format(first.at) }), ...(silent < 1 ? {} : { gapAfter: `${silent} ${silent === 1 ? "day" : "days"} without entries` }),
          entries: some.map((event) => ({ id: event.id, time: formatInstant(event.at, zone, "clock"), iso: event.at.toISOString(), key: KEY_KINDS.has(event.kind), body: <Entry event={event} />, actor: actorOf(event) })),
        };
      })}
    />
  );
}

/** Who did it, and for whom where they stood in. */
function actorOf({ by, insteadOf }: FindingEventView): string {
  return insteadOf.length === 0 ? by : `${by} for ${insteadOf.join(" and ")}`;
}

function Entry({ event: { kind, text, severity, dueOn, acceptedUntil, owner } }: { event: FindingEventView }) {
  const said = kind === "raised" || text === "" ? null : <span className="whitespace-pre-line">: {text}</span>;
  return (
    <>
      {KEY_KINDS.has(kind) ? <strong>{FINDING_EVENT_WORDS[kind]}</strong> : FINDING_EVENT_WORDS[kind]}
      {severity === null ? null : <>, <Severity level={severity} /></>}
      {kind === "assigned" || (kind === "raised" && owner !== null) ? <>, {owner ?? "nobody"} owns it</> : null}
      {acceptedUntil === null ? null : <>, until {dayText(acceptedUntil)}</>}
      {dueOn === null ? null : <>, due {dayText(dueOn)}</>}
      {said}
    </>
  );
}
