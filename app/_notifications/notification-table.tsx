import type { ReactNode } from "react";
import { columnsOf, DataTable, type DataTableProps } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { NOTIFICATION_KINDS, notificationWords } from "#lib/notifications/client.ts";
import type { NotificationRow } from "#lib/notifications/index.ts";
import { NOTIFICATIONS_FORM } from "./notification-forms.tsx";

const column = columnsOf<NotificationRow>();

type NotificationTableProps = { rows: readonly NotificationRow[]; path: string; zone: string; page: DataTableProps<NotificationRow>["page"]; empty: ReactNode };

/** What a person was told, newest first. A row leads to what it is about. */
export function NotificationTable({ rows, path, zone, page, empty }: NotificationTableProps) {
  const columns = column.columns([
    column.accessor("facts", { header: "What", cell: (cell) => <Told row={cell.row.original} zone={zone} />, meta: { rowHeader: true, wrap: true } }),
    column.accessor("kind", { header: "Kind", cell: (cell) => NOTIFICATION_KINDS[cell.getValue()].label, meta: { width: 240, muted: true, hideBelow: "lg", narrow: "hide" } }),
    column.accessor("createdAt", { header: "When", cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="minute" />, meta: { width: TIME_WIDTH.minute, muted: true, narrow: "left" } }),
  ]);
  return (
    <DataTable
      caption="Notifications" columns={columns} rows={rows} rowId={(row) => row.id} rowHref={(row) => `${path}/${row.id}`} page={page} empty={empty}
      select={{ form: NOTIFICATIONS_FORM, label: (row) => `Select: ${notificationWords(row.kind, row.facts, zone).sentence}` }}
    />
  );
}

function Told({ row, zone }: { row: NotificationRow; zone: string }) {
  const { sentence, detail } = notificationWords(row.kind, row.facts, zone);
  const unread = row.readAt === null && row.settledAt === null;
  return (
    <span className="flex items-start gap-2">
      <span className="flex h-5 w-3 flex-none items-center">{unread ? <span role="img" aria-label="Unread" className="size-2 rounded-full bg-accent-solid" /> : row.settledAt === null ? null : <Glyph name="tick" size={12} label="Done" />}</span>
      <span className="min-w-0">
        <span className={unread ? "font-semibold" : "font-normal"}>{sentence}</span>
        {detail === "" ? null : <span className="block font-normal break-words text-muted">{detail}</span>}
      </span>
    </span>
  );
}
