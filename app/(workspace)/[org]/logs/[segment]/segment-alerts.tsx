import Link from "next/link";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Section } from "#app/_ui/section.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { alertName, VERDICT_WORDS } from "#lib/alerts/client.ts";
import type { AlertRow } from "#lib/alerts/index.ts";
import type { SegmentView } from "#lib/logs/index.ts";
import { alertsText, counted, shown } from "../segment-state.tsx";

type Props = { org: string; segment: SegmentView; rows: readonly AlertRow[]; more: { toJudge: boolean; judged: boolean }; zone: string };

/** What reading the segment raised: what waits for a verdict first. */
export function SegmentAlerts({ org, segment, rows, more, zone }: Props) {
  const toJudge = rows.filter((row) => row.verdict === null).length;
  const aside = (
    <>
      <Link prefetch={false} className="link" href={`/${org}/alerts?segment=${segment.id}`}>To judge</Link>
      {" · "}
      <Link prefetch={false} className="link" href={`/${org}/alerts?segment=${segment.id}&view=judged`}>Judged</Link>
    </>
  );
  const column = columnsOf<AlertRow>();
  const columns = column.columns([
    column.accessor("number", { header: "Alert", enableSorting: false, cell: (cell) => alertName(cell.getValue()), meta: { width: 92, mono: true, muted: true, narrow: "left" } }),
    column.accessor("title", { header: "Rule", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("entity", { header: "About", enableSorting: false, meta: { width: 168, mono: true, narrow: "left" } }),
    column.accessor("severity", { header: "Severity", enableSorting: false, cell: (cell) => <Severity level={cell.getValue()} />, meta: { width: 104, narrow: "left" } }),
    column.accessor("eventCount", { header: "Events", enableSorting: false, cell: (cell) => shown(cell.getValue()), meta: { width: 76, align: "right", narrow: "right" } }),
    column.accessor("firstEventAt", { header: "First event", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="second" />, meta: { width: TIME_WIDTH.second, align: "right", narrow: "hide" } }),
    column.accessor("verdict", { header: "Verdict", enableSorting: false, cell: (cell) => verdictText(cell.getValue()), meta: { width: 120, narrow: "right" } }),
  ]);
  return (
    <Section title="Alerts raised" count={rows.length === 0 ? alertsText(segment) : `${alertsText(segment)}, ${more.toJudge ? "more than " : ""}${shown(toJudge)} to judge`} aside={aside}>
      <DataTable
        caption="Alerts raised from this segment"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/${org}/alerts?alert=${row.id}${row.verdict === null ? "" : "&view=judged"}`}
        {...(more.toJudge || more.judged ? { page: { note: `${counted(rows.length, "alert")} shown; all are in Alerts.` } } : {})}
        empty={<NoAlert segment={segment} />}
      />
    </Section>
  );
}

function verdictText(verdict: AlertRow["verdict"]): string {
  return verdict === null ? "Not judged" : VERDICT_WORDS[verdict];
}

/** Nothing found says something only of what was read. */
function NoAlert({ segment }: { segment: SegmentView }) {
  if (segment.status !== "finished") return <EmptyState kind="first" title="No alert so far">The segment has not been read to its end.</EmptyState>;
  if (segment.alerts > 0) return <EmptyState kind="no_result" title="No alert of its own">What was found here belongs to alerts that were raised from another segment.</EmptyState>;
  return <EmptyState kind="done" title="No rule found anything">{counted(segment.parsedLines, "line")} of {shown(segment.lines)} were understood and compared with the rules; {counted(segment.unparsedLines, "line")} could not be.</EmptyState>;
}
