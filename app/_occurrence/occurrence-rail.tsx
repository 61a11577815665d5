import Link from "next/link";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { RailSection } from "#app/_ui/with-rail.tsx";
import type { OccurrencePage } from "#lib/occurrences/index.ts";
import { OccurrenceStatus } from "./occurrence-status.tsx";
import { dayText, windowDays } from "./window-text.ts";

/** The facts of an occurrence, and the way to its neighbours. */
export function OccurrenceRail({ page, hrefOf, controlHref }: { page: OccurrencePage; hrefOf: (firstDay: string) => string; controlHref: string }) {
  const { occurrence, neighbours, control } = page;
  return (
    <>
      <RailSection>
        <KeyValue
          items={[
            { key: "Status", value: <OccurrenceStatus state={occurrence.state} countedAsMissed={occurrence.countedAsMissed} /> },
            { key: "Control", value: <Link className="link" href={controlHref}>{control.code}</Link> },
            { key: "Window", value: windowDays(occurrence) },
            { key: "Due by", value: dayText(occurrence.lastDay) },
            { key: "Missed after", value: dayText(occurrence.lastDayOfGrace) },
          ]}
        />
      </RailSection>
      <RailSection title="Beside it">
        <ul className="grid gap-1">
          <li>{neighbours.previous === null ? <span className="text-muted">No earlier window</span> : <Link className="link" href={hrefOf(neighbours.previous)}>Earlier window</Link>}</li>
          <li>{neighbours.next === null ? <span className="text-muted">No later window yet</span> : <Link className="link" href={hrefOf(neighbours.next)}>Later window</Link>}</li>
        </ul>
      </RailSection>
    </>
  );
}
