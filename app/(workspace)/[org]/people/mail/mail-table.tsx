import type { ReactNode } from "react";
import { columnsOf, DataTable, type DataTableProps } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { MailRow } from "#lib/notifications/index.ts";

const column = columnsOf<MailRow>();

type MailTableProps = { rows: readonly MailRow[]; zone: string; personHref: (row: MailRow) => string; page: DataTableProps<MailRow>["page"]; empty: ReactNode };

/** Mails, newest first, each with what became of it. A row leads to the person. */
export function MailTable({ rows, zone, personHref, page, empty }: MailTableProps) {
  const columns = column.columns([
    column.accessor("name", { header: "To", cell: (cell) => <>{cell.getValue()} <span className="block font-normal break-all text-muted">{cell.row.original.email}</span></>, meta: { rowHeader: true, wrap: true } }),
    column.accessor("outcome", { header: "Outcome", cell: (cell) => <Outcome row={cell.row.original} />, meta: { wrap: true, narrow: "full" } }),
    column.accessor("notifications", { header: "Notifications", meta: { width: 110, align: "right", hideBelow: "md" } }),
    column.accessor("attempts", { header: "Tries", meta: { width: 64, align: "right", hideBelow: "lg", narrow: "hide" } }),
    column.accessor("createdAt", { header: "Made", cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="minute" />, meta: { width: TIME_WIDTH.minute, muted: true } }),
  ]);
  return <DataTable caption="Mails" columns={columns} rows={rows} rowId={(row) => row.id} rowHref={personHref} page={page} empty={empty} />;
}

function Outcome({ row }: { row: MailRow }) {
  const problem = row.problem === null ? null : <span className="block text-muted">{row.problem}</span>;
  switch (row.outcome) {
    case "sent":
      return <StatusInline status="met" word="Handed to the mail server" />;
    case "dropped":
      return <StatusInline status="not_applicable" word="Not needed any more" />;
    case "failed":
      return <><StatusInline status="could_not_run" word="Given up" />{problem}</>;
    case "waiting":
      return <><StatusInline status="not_yet_known" word={row.problem === null ? "In line" : "Tried again soon"} />{problem}</>;
  }
}
