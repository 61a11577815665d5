import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { dayText } from "#app/_ui/calendar-days.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { burnColumns, burnWords, type BurnDay } from "#lib/readiness/index.ts";

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

const column = columnsOf<BurnDay>();
const columns = column.columns([
  column.accessor("day", { header: "Day", enableSorting: false, cell: (cell) => dayText(cell.getValue()), meta: { rowHeader: true } }),
  column.accessor((row) => (row.when === "ahead" ? "If nothing more is collected" : row.when === "today" ? "Now" : "As known then"), { id: "when", header: "Known", enableSorting: false, meta: { width: 200, muted: true, narrow: "left" } }),
  column.accessor("proven", { header: "Proven", enableSorting: false, meta: { width: 88, align: "right", narrow: "right" } }),
  column.accessor("lapsed", { header: "No longer proven", enableSorting: false, meta: { width: 136, align: "right", narrow: "right" } }),
  column.accessor("unknown", { header: "Not yet known", enableSorting: false, meta: { width: 120, align: "right", narrow: "right" } }),
  column.accessor("total", { header: "Asked", enableSorting: false, meta: { width: 80, align: "right", narrow: "right" } }),
]);

/** How what is open went down, day by day, and where today's proof leads; as a chart, and as the same numbers in a table. */
export function BurnDown({ days }: { days: readonly BurnDay[] }) {
  const first = days[0];
  const last = days.at(-1);
  const now = days.find((one) => one.when === "today") ?? days.findLast((one) => one.when === "past");
  if (first === undefined || last === undefined || days.every((one) => one.total === 0)) return <EmptyState kind="first" title="Nothing is asked yet">The controls that are mapped into this edition ask for no evidence.</EmptyState>;
  const { columns: bars, todayX } = burnColumns(days);
  const words = [...(now === undefined ? ["The period has not begun"] : [burnWords(now, { number: numberText, day: dayText })]), ...(last.when === "ahead" ? [`With nothing more collected ${numberText(last.proven)} would be proven on ${dayText(last.day)}`] : [])].join(". ");
  return (
    <figure className="burn">
      <svg width="100%" height="132" role="img" aria-label={`Requests proven, no longer proven and not yet known, by day. ${words}.`}>
        {bars.map((bar) => (
          <g key={bar.day} className={bar.ahead ? "burn-ahead" : undefined}>
            <rect x={percent(bar.x)} width={percent(bar.width)} y={percent(bar.lapsedTop - bar.unknownHeight)} height={percent(bar.unknownHeight)} className="burn-unknown" />
            <rect x={percent(bar.x)} width={percent(bar.width)} y={percent(bar.lapsedTop)} height={percent(bar.lapsedHeight)} className="burn-lapsed" />
            <rect x={percent(bar.x)} width={percent(bar.width)} y={percent(bar.provenTop)} height={percent(bar.provenHeight)} className="burn-proven" />
          </g>
        ))}
        <line x1="0" x2="100%" y1="100%" y2="100%" className="burn-base" />
        {todayX === null ? null : <line x1={percent(todayX)} x2={percent(todayX)} y1="0" y2="100%" className="burn-today" />}
      </svg>
      <figcaption className="grid gap-2 text-xs text-muted">
        <span className="flex justify-between gap-4"><span>{dayText(first.day)}</span><span>{dayText(last.day)}</span></span>
        <span className="flex flex-wrap gap-x-5 gap-y-1">
          <Key look="burn-proven">proven</Key><Key look="burn-lapsed">no longer proven</Key><Key look="burn-unknown">not yet known</Key>
          {last.when === "ahead" ? <span>After the line: if nothing more is collected.</span> : null}
        </span>
        <span className="text-sm">{words}.</span>
      </figcaption>
      <details className="mt-2">
        <summary className="link min-h-6">The same as a table</summary>
        <DataTable caption="Burn-down by day" columns={columns} rows={days} rowId={(row) => row.day} empty={null} />
      </details>
    </figure>
  );
}

function Key({ look, children }: { look: string; children: string }) {
  return <span className="inline-flex items-center gap-1.5"><svg width="10" height="10" aria-hidden="true"><rect x="0.5" y="0.5" width="9" height="9" className={look} /></svg>{children}</span>;
}
