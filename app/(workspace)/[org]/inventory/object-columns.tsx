import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { RowKind } from "#lib/connector/index.ts";
import { KIND_WORDS, SENDER_PROVEN } from "#lib/inventory/client.ts";
import type { ObjectRow } from "#lib/inventory/index.ts";
import { senderStatus } from "./message-words.ts";

const column = columnsOf<ObjectRow>();

/** Whether a collected thing is open, in the words of its kind: what its vendor has no more is said to be gone. */
export function openWord({ kind, isOpen, removedAt }: Pick<ObjectRow, "isOpen" | "removedAt"> & { kind: string }): string {
  const words = KIND_WORDS[kind as RowKind];
  if (removedAt !== null) return "Gone from the vendor";
  return (isOpen ? words.open : words.closed) ?? "";
}

/** Collected things of one kind, with the vendor's own word for how each stands. */
export function objectColumns(zone: string, kind: RowKind) {
  const time = (at: Date | null) => (at === null ? <span className="text-muted">not said</span> : <Timestamp at={at} zone={zone} show="date" />);
  if (kind === "message") return messageColumns(time);
  return column.columns([
    column.accessor("code", { header: KIND_WORDS[kind].code, enableSorting: false, meta: { width: 132, mono: true, narrow: "full" } }),
    column.accessor((row) => (row.title === "" ? row.externalId : row.title), { id: "title", header: KIND_WORDS[kind].one, enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => openWord(row), { id: "open", header: "Open", enableSorting: false, meta: { width: 96, narrow: "left" } }),
    column.accessor("state", { header: "Vendor’s word", enableSorting: false, meta: { width: 116, muted: true, narrow: "left" } }),
    column.accessor("severity", { header: "Severity", enableSorting: false, meta: { width: 92, narrow: "left" } }),
    column.accessor("connectionName", { header: "Connection", enableSorting: false, meta: { width: 140, muted: true, hideBelow: "lg", narrow: "full" } }),
    column.accessor("openedAt", { header: "Opened", enableSorting: false, cell: (cell) => time(cell.getValue()), meta: { width: TIME_WIDTH.date, align: "right", narrow: "full", narrowLabel: true } }),
    column.accessor("closedAt", { header: "Closed", enableSorting: false, cell: ({ row }) => (row.original.closedAt === null ? "" : <Timestamp at={row.original.closedAt} zone={zone} show="date" />), meta: { width: TIME_WIDTH.date, align: "right", hideBelow: "md", narrow: "full", narrowLabel: true } }),
  ]);
}

/** Messages: whether the sender is proven stands where other kinds have the vendor's word. */
function messageColumns(time: (at: Date | null) => React.ReactNode) {
  return column.columns([
    column.accessor("code", { header: KIND_WORDS.message.code, enableSorting: false, meta: { width: 200, mono: true, narrow: "full" } }),
    column.accessor((row) => (row.title === "" ? "No subject" : row.title), { id: "title", header: "Subject", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("state", { header: "Proven", enableSorting: false, cell: (cell) => <StatusInline {...senderStatus(cell.getValue() === SENDER_PROVEN)} />, meta: { width: 172, narrow: "full" } }),
    column.accessor("connectionName", { header: "Connection", enableSorting: false, meta: { width: 140, muted: true, hideBelow: "lg", narrow: "full" } }),
    column.accessor("openedAt", { header: "Came", enableSorting: false, cell: (cell) => time(cell.getValue()), meta: { width: TIME_WIDTH.date, align: "right", narrow: "full", narrowLabel: true } }),
  ]);
}
