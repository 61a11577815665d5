import type { ReactNode } from "react";
import { columnsOf, DataTable, type DataTableProps } from "#app/_ui/data-table.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { ROLE_WORDS } from "#lib/people/client.ts";
import type { InvitationView } from "#lib/people/index.ts";
import { InvitationActs, type InvitationActions } from "./invitation-acts.tsx";

const column = columnsOf<InvitationView>();

type InvitationsTableProps = { rows: readonly InvitationView[]; zone: string; acts: InvitationActions; page: DataTableProps<InvitationView>["page"]; empty: ReactNode };

/** Invitations, the newest first, each with what can still be done about it. */
export function InvitationsTable({ rows, zone, acts, page, empty }: InvitationsTableProps) {
  const columns = column.columns([
    column.accessor("email", { header: "Invited", cell: (cell) => <Invited row={cell.row.original} />, meta: { rowHeader: true, wrap: true } }),
    column.accessor("role", { header: "Role", cell: (cell) => ROLE_WORDS[cell.getValue()].label, meta: { width: 150 } }),
    column.accessor("status", { header: "Standing", cell: (cell) => <Standing row={cell.row.original} zone={zone} />, meta: { wrap: true, narrow: "full" } }),
    column.accessor("invitedByName", { header: "By", meta: { width: 130, muted: true, hideBelow: "lg", narrow: "hide" } }),
    column.accessor("id", { id: "acts", header: "Acts", cell: (cell) => (cell.row.original.status === "pending" ? <InvitationActs acts={acts} invitation={cell.row.original} /> : null), meta: { width: 250, wrap: true, narrow: "full", hideHeader: true } }),
  ]);
  return <DataTable caption="Invitations" columns={columns} rows={rows} rowId={(row) => row.id} page={page} empty={empty} />;
}

function Invited({ row }: { row: InvitationView }) {
  return row.name === "" ? <span className="break-all">{row.email}</span> : <><span>{row.name}</span> <span className="block font-normal break-all text-muted">{row.email}</span></>;
}

function Standing({ row, zone }: { row: InvitationView; zone: string }) {
  if (row.status === "accepted") return <StatusInline status="accepted" word={row.settledAt === null ? "Accepted" : `Accepted ${day(row.settledAt, zone)}`} />;
  if (row.status === "revoked") return <StatusInline status="not_applicable" word={row.settledAt === null ? "Withdrawn" : `Withdrawn ${day(row.settledAt, zone)}`} />;
  if (row.expired) return <><StatusInline status="stale" word="Expired" /> <span className="text-muted"><Timestamp at={row.expiresAt} zone={zone} show="date" /></span></>;
  return (
    <>
      {row.sendError !== null && row.sentAt === null ? <StatusInline status="could_not_run" word="Mail not sent" /> : <StatusInline status="not_yet_known" word={row.sentAt !== null ? "Mailed" : row.mailWanted ? "Mail on its way" : "To hand over"} />}
      <span className="block text-muted">{row.sendError !== null && row.sentAt === null ? `${row.sendError} ` : ""}until <Timestamp at={row.expiresAt} zone={zone} show="date" /></span>
    </>
  );
}

function day(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: zone }).format(at);
}
