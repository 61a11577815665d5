import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { countDays, objectiveStanding, type CoverageLane, type FreshnessDays, type ObjectiveStanding } from "#lib/evidence/client.ts";
import type { ControlCoveragePage } from "#lib/evidence/index.ts";
import { budgetText, objectiveWord, rangesText, shareText, trendText } from "./freshness-words.ts";

type Row = { key: string; label: string; days: FreshnessDays; standing: ObjectiveStanding };

/** Stretches without proof named in a row; the bar above shows every one. */
const NAMED = 4;

/** What share of the period's days each request was proven on, against the objective: not only when it was last seen. */
export function FreshnessObjective({ page: { coverage, objectivePercent } }: { page: ControlCoveragePage }) {
  if (coverage.lanes.length === 0) return null;
  const rowOf = (lane: CoverageLane): Row => {
    const days = countDays(lane.cells.slice(0, lane.endedDays).map((cell) => ({ date: cell.date, proven: cell.state === "proven" })));
    return { key: lane.key, label: lane.label, days, standing: objectiveStanding(days, objectivePercent, coverage.totalDays) };
  };
  const all = rowOf(coverage.summary);
  const rows = coverage.lanes.length === 1 ? [] : coverage.lanes.map(rowOf);
  return (
    <Section title="Freshness objective" count={`fresh on ${numberText(objectivePercent)} % of the period’s days`}>
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 pb-2">
        <StatusInline status={all.standing.status} word={objectiveWord(all.standing)} />
        <span>{sentence(all)}</span>
      </p>
      {rows.length === 0 ? null : <RequestRows rows={rows} />}
    </Section>
  );
}

function sentence({ days: { provenDays, endedDays, unproven }, standing }: Row): string {
  if (standing.share === null) return "No day of the period is over yet.";
  const burned = endedDays - provenDays;
  const covered = `Every request was proven on ${shareText(standing)} of the period so far, ${numberText(provenDays)} of ${numberText(endedDays)} days.`;
  if (burned === 0) return `${covered} No day is unproven.`;
  const shown = unproven.slice(-NAMED);
  return `${covered} ${numberText(burned)} ${burned === 1 ? "day" : "days"} unproven: ${rangesText(shown)}${unproven.length > shown.length ? ` and ${unproven.length - shown.length} earlier stretches` : ""}.`;
}

function RequestRows({ rows }: { rows: readonly Row[] }) {
  const column = columnsOf<Row>();
  const columns = column.columns([
    column.accessor("label", { header: "Request", enableSorting: false, meta: { rowHeader: true, wrap: true } }),
    column.display({ id: "standing", header: "Objective", cell: ({ row }) => <StatusInline status={row.original.standing.status} word={objectiveWord(row.original.standing)} />, meta: { width: 154, narrow: "full" } }),
    column.display({ id: "share", header: "Proven days", cell: ({ row }) => <ShareOfDays standing={row.original.standing} {...row.original.days} />, meta: { width: 148, align: "right", narrow: "right" } }),
    column.display({ id: "budget", header: "Days without proof", cell: ({ row }) => budgetText(row.original.standing), meta: { width: 150, align: "right", narrow: "hide", hideBelow: "md" } }),
    column.display({ id: "trend", header: "Last 30 days", cell: ({ row }) => trendText(row.original.standing), meta: { width: 92, narrow: "hide", hideBelow: "lg" } }),
    column.display({ id: "unproven", header: "Unproven", cell: ({ row }) => <Unproven days={row.original.days} />, meta: { width: 196, muted: true, wrap: true, narrow: "full" } }),
  ]);
  return <DataTable caption="Freshness by request" columns={columns} rows={rows} rowId={(row) => row.key} empty={null} />;
}

/** A share with its counts. */
export function ShareOfDays({ standing, provenDays, endedDays }: { standing: ObjectiveStanding; provenDays: number; endedDays: number }) {
  return <span className="num whitespace-nowrap">{shareText(standing)} <span className="text-muted">{numberText(provenDays)} of {numberText(endedDays)}</span></span>;
}

function Unproven({ days: { unproven } }: { days: FreshnessDays }) {
  if (unproven.length === 0) return <>none</>;
  const shown = unproven.slice(-NAMED);
  return <>{rangesText(shown)}{unproven.length > shown.length ? `, ${unproven.length - shown.length} earlier` : ""}</>;
}
