import Link from "next/link";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { alertName } from "#lib/alerts/client.ts";
import type { Page } from "#lib/access/index.ts";
import type { MatchRow } from "#lib/hunts/index.ts";

type Props = { page: Page<MatchRow>; path: string; query: Query; org: string; zone: string; current?: string; empty: React.ReactNode };

/** What a retro-hunt found, the newest events first. */
export function MatchTable({ page, path, query, org, zone, current, empty }: Props) {
  const column = columnsOf<MatchRow>();
  const columns = column.columns([
    column.accessor("title", { header: "Found", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("severity", { header: "Severity", enableSorting: false, cell: (cell) => <Severity level={cell.getValue()} />, meta: { width: 86, narrow: "left" } }),
    column.accessor("entity", { header: "About", enableSorting: false, meta: { width: 116, mono: true, narrow: "left" } }),
    column.accessor("eventCount", { header: "Events", enableSorting: false, meta: { width: 58, align: "right", narrow: "right", narrowLabel: true } }),
    column.accessor("firstEventAt", { header: "First event", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} />, meta: { width: TIME_WIDTH.minute, align: "right", narrow: "full", narrowLabel: true } }),
    column.accessor("alertNumber", { header: "Alert", enableSorting: false, cell: ({ row: { original } }) => (original.alertId === null || original.alertNumber === null ? <span className="text-muted">not raised</span> : <Link prefetch={false} className="link font-mono text-xs" href={`/${org}/alerts?alert=${original.alertId}`}>{alertName(original.alertNumber)}</Link>), meta: { width: 84, narrow: "right" } }),
  ]);
  const { nextCursor } = page;
  return (
    <DataTable
      caption="Matches" columns={columns} rows={page.rows} rowId={(row) => row.id} rowHref={(row) => hrefWith(path, query, { panel: row.id })} {...(current === undefined ? {} : { currentId: current })} empty={empty}
      page={{ ...(query["after"] === undefined ? {} : { previousHref: hrefWith(path, query, { panel: null }) }), ...(nextCursor === null ? {} : { nextHref: hrefWith(path, query, { after: nextCursor, panel: null }) }) }}
    />
  );
}
