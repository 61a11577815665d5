import type { ReactNode } from "react";

export type TimelineEntry = {
  id: string;
  /** The clock time as shown, and the instant for machines. */
  time: string;
  iso: string;
  /** A key moment: its dot is filled. */
  key?: boolean;
  body: ReactNode;
  actor?: ReactNode;
};

export type TimelineDay = {
  /** "29 Oct 2026" and, beside it, "Thursday". */
  date: string;
  weekday?: string;
  entries: readonly TimelineEntry[];
  /** What the silence before the next day is: "2 days without entries". */
  gapAfter?: string;
};

/** What happened, day by day, silences named. The same on paper. */
export function Timeline({ days }: { days: readonly TimelineDay[] }) {
  return (
    <div className="timeline">
      {days.map((day) => (
        <section key={day.date}>
          <h3 className="timeline-day">{day.date}{day.weekday === undefined ? null : <span className="font-normal text-muted"> {day.weekday}</span>}</h3>
          <ol>
            {day.entries.map((entry) => (
              <li key={entry.id}>
                <time dateTime={entry.iso} className="mono text-muted">{entry.time}</time>
                <span className="timeline-dot" data-key={entry.key === true || undefined} aria-hidden="true" />
                <div className="timeline-body">{entry.body}</div>
                {entry.actor === undefined ? null : <div className="timeline-actor">{entry.actor}</div>}
              </li>
            ))}
          </ol>
          {day.gapAfter === undefined ? null : <p className="timeline-gap">{day.gapAfter}</p>}
        </section>
      ))}
    </div>
  );
}
