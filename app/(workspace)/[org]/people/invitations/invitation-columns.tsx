import { columnsOf } from "#app/_ui/data-table.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { ROLE_WORDS } from "#lib/people/client.ts";
import type { InvitationView } from "#lib/people/index.ts";
import { InvitationActs, type InvitationActions } from "./invitation-acts.tsx";

const column = columnsOf<InvitationView>();

/** Invitations: who was asked in, as what, how that stands, and what can still be done about it. */
export function invitationColumns(zone: string, acts: InvitationActions) {
  return column.columns([
    column.accessor((row) => (row.name === "" ? row.email : `${row.name} <${row.email}>`), { id: "email", header: "Invited", cell: (cell) => <Invited row={cell.row.original} />, meta: { rowHeader: true, wrap: true } }),
    column.accessor((row) => ROLE_WORDS[row.role].label, { id: "role", header: "Role", meta: { width: 150 } }),
    column.accessor((row) => standingText(row, zone), { id: "status", header: "Standing", cell: (cell) => <Standing row={cell.row.original} zone={zone} />, meta: { wrap: true, narrow: "full" } }),
    column.accessor("invitedByName", { header: "By", meta: { width: 130, muted: true, hideBelow: "lg", narrow: "hide" } }),
    column.display({ id: "acts", header: "Acts", cell: (cell) => (cell.row.original.status === "pending" ? <InvitationActs acts={acts} invitation={cell.row.original} /> : null), meta: { width: 250, wrap: true, narrow: "full", hideHeader: true } }),
  ]);
}

/** How an invitation stands, in words alone. */
function standingText(row: InvitationView, zone: string): string {
  const settled = row.settledAt === null ? "" : ` ${formatInstant(row.settledAt, zone, "date")}`;
  if (row.status === "accepted") return `Accepted${settled}`;
  if (row.status === "revoked") return `Withdrawn${settled}`;
  return row.expired ? `Expired ${formatInstant(row.expiresAt, zone, "date")}` : `${sendingWord(row)}, until ${formatInstant(row.expiresAt, zone, "date")}`;
}

function sendingWord(row: InvitationView): string {
  if (row.sendError !== null && row.sentAt === null) return "Mail not sent";
  return row.sentAt !== null ? "Mailed" : row.mailWanted ? "Mail on its way" : "To hand over";
}

function Invited({ row }: { row: InvitationView }) {
  return row.name === "" ? <span className="break-all">{row.email}</span> : <><span>{row.name}</span> <span className="block font-normal break-all text-muted">{row.email}</span></>;
}

function Standing({ row, zone }: { row: InvitationView; zone: string }) {
  if (row.status === "accepted") return <StatusInline status="accepted" word={row.settledAt === null ? "Accepted" : `Accepted ${formatInstant(row.settledAt, zone, "date")}`} />;
  if (row.status === "revoked") return <StatusInline status="not_applicable" word={row.settledAt === null ? "Withdrawn" : `Withdrawn ${formatInstant(row.settledAt, zone, "date")}`} />;
  if (row.expired) return <><StatusInline status="stale" word="Expired" /> <span className="text-muted"><Timestamp at={row.expiresAt} zone={zone} show="date" /></span></>;
  return (
    <>
      <StatusInline status={row.sendError !== null && row.sentAt === null ? "could_not_run" : "not_yet_known"} word={sendingWord(row)} />
      <span className="block text-muted">{row.sendError !== null && row.sentAt === null ? `${row.sendError} ` : ""}until <Timestamp at={row.expiresAt} zone={zone} show="date" /></span>
    </>
  );
}
