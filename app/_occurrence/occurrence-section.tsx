import type { ReactNode } from "react";
import Link from "next/link";
import { DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Section } from "#app/_ui/section.tsx";
import type { ControlPopulation, PopulationCounts } from "#lib/occurrences/index.ts";
import { occurrenceColumns } from "./occurrence-columns.tsx";
import { OccurrenceStrip } from "./occurrence-strip.tsx";
import { populationSegments } from "./population-counts.ts";
import { windowDays } from "./window-text.ts";

/** Columns that the list has and a control's page leaves to it. */
const LEFT_TO_LIST = ["code", "recordedAt", "exceptions", "evidence"];

type Props = {
  population: ControlPopulation;
  zone: string;
  /** Where the occurrence is whose window begins on a day. */
  hrefOf: (firstDay: string) => string;
  /** Where the list of all of them is. */
  listHref: string;
  act?: ReactNode;
};

/** A periodic control's population: what was expected of it, and what was done. The same for staff and auditors. */
export function OccurrenceSection({ population: { code, counts, period, strip, newest }, zone, hrefOf, listHref, act }: Props) {
  return (
    <Section title="Occurrences" count={windowDays(period)} aside={<Link className="link" href={listHref}>All occurrences of {code}</Link>} flush={false}>
      <Counts counts={counts} />
      <OccurrenceStrip strip={strip} hrefOf={hrefOf} />
      {act === undefined ? null : <div className="pb-3">{act}</div>}
      <DataTable
        caption="Newest occurrences"
        hideCaption
        columns={occurrenceColumns(zone)}
        hidden={LEFT_TO_LIST}
        rows={newest}
        rowId={(row) => row.firstDay}
        rowHref={(row) => hrefOf(row.firstDay)}
        empty={<EmptyState kind="first" title="None has begun yet">The first window begins when the control takes effect.</EmptyState>}
      />
    </Section>
  );
}

function Counts({ counts }: { counts: PopulationCounts }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 pt-3">
      {populationSegments(counts).filter((one) => one.count > 0).map((one) => (
        <li key={one.label} className="inline-flex items-center gap-1.5">
          {one.glyph === undefined ? null : <Glyph name={one.glyph} tone={one.tone} />}<span className="num font-medium">{one.count}</span> {one.label.toLowerCase()}
        </li>
      ))}
      <li className="ml-auto text-muted"><span className="num">{counts.expected}</span> expected</li>
    </ul>
  );
}
