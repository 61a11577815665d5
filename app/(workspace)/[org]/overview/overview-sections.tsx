import { ShareOfDays } from "#app/_control/freshness-objective.tsx";
import { budgetText, objectiveWord, trendText } from "#app/_control/freshness-words.ts";
import { CountLegend } from "#app/_ui/count-legend.tsx";
import { CountStrip } from "#app/_ui/count-strip.tsx";
import { segmentOf, type Segment } from "#app/_ui/strip-segment.ts";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { Person } from "#app/_ui/person.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { MeasuredFreshness } from "#lib/freshness/index.ts";
import type { FrameworkListRow } from "#lib/frameworks/index.ts";
import type { BrokenRun, Overview } from "#lib/overview/index.ts";

const PLACES: Record<BrokenRun["kind"], string> = { log_segment: "logs", packet: "packets", delivery: "packets" };

/** What ran and did not come to its end. */
export function BrokenTable({ overview, org, zone }: { overview: Overview; org: string; zone: string }) {
  const column = columnsOf<BrokenRun>();
  const columns = column.columns([
    column.display({ id: "state", header: "State", cell: () => <StatusInline status="could_not_run" />, meta: { width: 130, narrow: "left" } }),
    column.accessor("what", { header: "What", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("happened", { header: "What happened", enableSorting: false, meta: { muted: true, wrap: true, narrow: "full" } }),
    column.accessor("since", { header: "Since", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="day" />, meta: { width: 80, align: "right", narrow: "right" } }),
  ]);
  return (
    <DataTable
      caption="Runs that did not finish"
      columns={columns}
      rows={overview.broken.items}
      rowId={(row) => `${row.kind}-${row.id}`}
      rowHref={(row) => `/${org}/${PLACES[row.kind]}/${row.id}`}
      empty={<EmptyState kind="done" title="Nothing is broken">Every log segment, packet and mail that was started came to its end.</EmptyState>}
    />
  );
}

/** Who is waited for. */
export function WaitingSection({ overview, zone }: { overview: Overview; zone: string }) {
  const { people, total } = overview.waiting;
  return (
    <Section title="Waiting on" count={`${total} ${total === 1 ? "item" : "items"}`} flush={false}>
      {people.length === 0 ? (
        <EmptyState kind="done" title="Nobody is waited for">All evidence is fresh, all alerts are judged, all incidents closed.</EmptyState>
      ) : (
        <ul className="waiting-list">
          {people.map((person) => (
            <li key={person.ownerId ?? "nobody"}>
              <Person name={person.owner} />
              <span className="num">{person.open} open</span>
              <span className={person.late === 0 ? "num text-muted" : "num font-medium"}>{person.late} late</span>
              <span className="num text-muted">{person.earliest === null ? "no date" : <Timestamp at={person.earliest} zone={zone} show="day" />}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** How fresh the evidence is, in counts. */
export function FreshnessSection({ overview }: { overview: Overview }) {
  const { counts, proven, total } = overview.requests;
  const segments = [...counts].reverse().map((one) => segmentOf(one.status, one.count));
  const untouched = counts.every((one) => one.status === "never_collected");
  const share = total === 0 ? "no requests" : untouched ? `not yet known · nothing collected for ${total}` : `${Math.round((proven / total) * 100)} % proven · ${proven} of ${total}`;
  return (
    <Section title="Evidence freshness" count={share}>
      <CountStrip label="Evidence requests by status" segments={segments} />
      <CountLegend segments={segments} />
    </Section>
  );
}

function readinessSegments({ counts }: FrameworkListRow): Segment[] {
  return [
    segmentOf("met", counts.proven, "Proven now"),
    segmentOf("partial", counts.unproven, "Satisfied, not proven now"),
    segmentOf("never_collected", counts.notYetKnown, "Satisfied, nothing collected yet"),
    segmentOf("never_collected", counts.onlyContributed, "Only contributed to"),
    segmentOf("not_yet_known", counts.unmapped, "No control"),
  ];
}

type FreshnessRow = MeasuredFreshness & { key: string | null; name: string };

/** What share of the period's days evidence was fresh on, against the objective. */
export function ObjectiveSection({ overview: { freshness, frameworks }, org }: { overview: Overview; org: string }) {
  const named = frameworks.flatMap((one): FreshnessRow[] => {
    const measured = freshness.frameworks.get(one.key);
    return measured === undefined ? [] : [{ key: one.key, name: `${one.name} ${one.edition}`, ...measured }];
  });
  const column = columnsOf<FreshnessRow>();
  const columns = column.columns([
    column.accessor("name", { header: "Evidence of", enableSorting: false, meta: { rowHeader: true } }),
    column.display({ id: "standing", header: "Objective", cell: ({ row }) => <StatusInline status={row.original.standing.status} word={objectiveWord(row.original.standing)} />, meta: { width: 160, narrow: "full" } }),
    column.display({ id: "share", header: "Proven days", cell: ({ row }) => <ShareOfDays {...row.original} />, meta: { width: 190, align: "right", narrow: "right" } }),
    column.display({ id: "budget", header: "Days without proof", cell: ({ row }) => budgetText(row.original.standing), meta: { width: 190, align: "right", narrow: "full" } }),
    column.display({ id: "trend", header: "Last 30 days", cell: ({ row }) => trendText(row.original.standing), meta: { width: 100, narrow: "hide", hideBelow: "lg" } }),
  ]);
  return (
    <Section title="Freshness objective" count={`fresh on ${numberText(freshness.objectivePercent)} % of days, ${formatDays(freshness.period.firstDay, freshness.period.lastDay)}`} aside={<span className="text-xs text-muted">counts are days of requests</span>}>
      <DataTable
        caption="Freshness against the objective" columns={columns} rows={[{ key: null, name: "All controls", ...freshness.all }, ...named]} rowId={(row) => row.key ?? "all"}
        rowHref={(row) => (row.key === null ? `/${org}/controls` : `/${org}/frameworks/${row.key}/freshness`)} empty={null}
      />
    </Section>
  );
}

/** How each framework stands: counts of requirements, in management's view. */
export function ReadinessSection({ overview, org }: { overview: Overview; org: string }) {
  const column = columnsOf<FrameworkListRow>();
  const number = { enableSorting: false, meta: { width: 108, align: "right" as const, narrow: "right" as const } };
  const columns = column.columns([
    column.accessor("name", {
      header: "Framework",
      enableSorting: false,
      cell: ({ row }) => <span><strong className="font-semibold">{row.original.name}</strong> <span className="text-muted">{row.original.edition}</span></span>,
      meta: { rowHeader: true },
    }),
    column.display({ id: "share", header: "Share", cell: ({ row }) => <CountStrip label={row.original.name} segments={readinessSegments(row.original)} />, meta: { width: 200, narrow: "full" } }),
    column.accessor((row) => row.counts.proven, { id: "proven", header: "Proven now", ...number, cell: ({ row }) => <span>{row.original.counts.proven} <span className="text-muted">of {row.original.counts.total}</span></span> }),
    column.accessor((row) => row.counts.unproven, { id: "unproven", header: "Not proven", ...number }),
    column.accessor((row) => row.counts.notYetKnown, { id: "notYetKnown", header: "Not yet known", ...number }),
    column.accessor((row) => row.counts.onlyContributed, { id: "contributed", header: "Contributed to", ...number }),
    column.accessor((row) => row.counts.unmapped, { id: "unmapped", header: "No control", ...number }),
  ]);
  return (
    <Section title="Readiness by framework" count="what is proven now, in management’s view" aside={<span className="text-xs text-muted">counts are requirements</span>}>
      <DataTable
        caption="Readiness by framework"
        columns={columns}
        rows={overview.frameworks.filter((framework) => !framework.retired)}
        rowId={(row) => row.key}
        rowHref={(row) => `/${org}/frameworks/${row.key}`}
        empty={<EmptyState kind="first" title="No framework is loaded">Frameworks come with the installation; an administrator loads them at set-up.</EmptyState>}
      />
    </Section>
  );
}
