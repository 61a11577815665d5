import Link from "next/link";
import { FaultSign } from "#app/_evidence/fault-sign.tsx";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { evidenceReference, localDate, SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import type { RequestStanding } from "#lib/controls/index.ts";
import type { FileFaults } from "#lib/evidence/index.ts";

export type RequestPlaces = {
  /** Where an evidence is read. */
  evidenceHref: (evidenceId: string) => string;
  /** Which evidence has a file that cannot be had. */
  faults: FileFaults;
  /** Where a request is answered or looked into; undefined for those who only look. */
  requestHref?: (request: RequestStanding) => string;
};

/** The evidence requests of a control: status, what proves it, by when, and whom it waits for. */
export function RequestTable({ requests, zone, at, places }: { requests: readonly RequestStanding[]; zone: string; /** The instant of the statuses. */ at: Date; places: RequestPlaces }) {
  const column = columnsOf<RequestStanding>();
  const columns = column.columns([
    column.accessor("number", { header: "No.", enableSorting: false, meta: { width: 40, muted: true, narrow: "hide" } }),
    column.accessor("title", { header: "Request", enableSorting: false, cell: (cell) => <RequestName request={cell.row.original} />, meta: { rowHeader: true, wrap: true } }),
    column.accessor("status", { header: "Status", enableSorting: false, cell: (cell) => <StatusInline status={cell.getValue()} />, meta: { width: 138 } }),
    column.accessor("newest", { header: "Source", enableSorting: false, cell: (cell) => <Source request={cell.row.original} zone={zone} places={places} />, meta: { width: 168, muted: true, narrow: "full", wrap: true } }),
    column.accessor("dueAt", { header: "Next due", enableSorting: false, cell: (cell) => <Due request={cell.row.original} zone={zone} at={at} />, meta: { width: 104, align: "right", narrow: "right" } }),
    column.accessor("waitingOn", { header: "Waiting on", enableSorting: false, cell: (cell) => cell.getValue() ?? <span className="text-muted">–</span>, meta: { width: 116, narrow: "left", narrowLabel: true } }),
  ]);
  const { requestHref } = places;
  return (
    <DataTable
      caption="Evidence requests"
      columns={columns}
      rows={requests}
      rowId={(row) => row.id}
      {...(requestHref === undefined ? {} : { rowHref: requestHref })}
      empty={<EmptyState kind="first" title="No evidence request">An auditor asks for evidence request by request. Without one, nothing about this control can be proven.</EmptyState>}
    />
  );
}

function RequestName({ request }: { request: RequestStanding }) {
  return (
    <span className="block">
      {request.title}
      {request.because === "" ? null : <span className="block text-xs font-normal text-muted">{request.because}</span>}
    </span>
  );
}

function Source({ request, zone, places }: { request: RequestStanding; zone: string; places: RequestPlaces }) {
  const { newest } = request;
  if (newest === null) return <>none accepted</>;
  return (
    <>
      {SOURCE_KIND_WORDS[newest.sourceKind]} <Link className="link" href={places.evidenceHref(newest.evidenceId)}>{evidenceReference(newest.number)}</Link>, <Timestamp at={newest.collectedAt} zone={zone} show="day" />
      {places.faults.has(newest.evidenceId) ? <span className="block text-xs"><FaultSign fault={places.faults.get(newest.evidenceId)} /></span> : null}
      {newest.sourceKind === "population" ? <span className="block text-xs text-muted">{newest.title}</span> : null}
    </>
  );
}

/** The year stands where it is not the one looked at. */
function Due({ request, zone, at }: { request: RequestStanding; zone: string; at: Date }) {
  const day = (instant: Date) => <Timestamp at={instant} zone={zone} show={localDate(instant, zone).slice(0, 4) === localDate(at, zone).slice(0, 4) ? "day" : "date"} />;
  if (request.dueAt !== null) return day(request.dueAt);
  return request.status === "stale" && request.facts.freshUntil !== null ? <span className="text-muted">was {day(request.facts.freshUntil)}</span> : <span className="text-muted">now</span>;
}
