import { standingText } from "#app/_finding/standing-counts.ts";
import { StandingShort } from "#app/_finding/standing-mark.tsx";
import { columnsOf } from "#app/_ui/data-table.tsx";
import { CountStrip } from "#app/_ui/count-strip.tsx";
import { segmentOf } from "#app/_ui/strip-segment.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { CRITICALITY_WORDS } from "./criticality-words.ts";
import type { StandingCount } from "#lib/findings/index.ts";
import type { ControlListRow } from "#lib/controls/index.ts";
import { statusFacts } from "#lib/status/client.ts";

/** A control as its list draws it. */
export type ControlRow = ControlListRow & { findings: StandingCount | undefined };

const column = columnsOf<ControlRow>();

/** Controls by code: status, how many requests are proven, and whom the rest waits for. */
export function controlColumns(zone: string) {
  return column.columns([
    column.accessor("code", { header: "Code", enableSorting: false, meta: { width: 88, mono: true, muted: true, narrow: "left" } }),
    column.accessor("title", { header: "Control", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => statusFacts(row.status).word, { id: "status", header: "Status", enableSorting: false, cell: ({ row }) => <StatusInline status={row.original.status} />, meta: { width: 144, narrow: "right" } }),
    column.accessor((row) => `${row.proven} of ${row.total}`, { id: "proven", header: "Requests proven", enableSorting: false, cell: ({ row }) => <Proven row={row.original} />, meta: { width: 160, narrow: "full" } }),
    column.accessor((row) => standingText(row.findings), { id: "findings", header: "Findings", enableSorting: false, cell: ({ row }) => <StandingShort count={row.original.findings} />, meta: { width: 92, narrow: "left" } }),
    column.accessor("ownerTeam", { header: "Owner", enableSorting: false, meta: { width: 140, muted: true, narrow: "left" } }),
    column.accessor((row) => (row.criticality === null ? "" : CRITICALITY_WORDS[row.criticality]), { id: "criticality", header: "Criticality", enableSorting: false, meta: { width: 92, muted: true, narrow: "hide" } }),
    column.accessor(waitingText, { id: "waitingOn", header: "Waiting on", enableSorting: false, cell: ({ row }) => <Waiting row={row.original} />, meta: { width: 132, narrow: "right" } }),
    column.accessor("dueAt", { header: "Next due", enableSorting: false, cell: (cell) => <Due at={cell.getValue()} zone={zone} />, meta: { width: 104, align: "right", narrow: "hide" } }),
  ]);
}

function Proven({ row }: { row: ControlListRow }) {
  return (
    <span className="flex items-center gap-3">
      <CountStrip fixed label={`Requests of ${row.code}`} segments={row.counts.map(({ status, count }) => segmentOf(status, count))} />
      <span className="num">{row.proven} of {row.total}</span>
    </span>
  );
}

const isDone = (row: ControlListRow): boolean => row.proven === row.total && row.status === "met";

function waitingText(row: ControlListRow): string {
  if (row.awaitingReview > 0) return `Reviewer, for ${row.awaitingReview}`;
  if (isDone(row)) return "";
  return row.waitingOn.join(", ") || "Nobody yet";
}

function Waiting({ row }: { row: ControlListRow }) {
  if (row.awaitingReview > 0) return <>Reviewer <span className="num text-muted">{row.awaitingReview}</span></>;
  if (isDone(row)) return <span className="text-muted">–</span>;
  const [first, ...others] = row.waitingOn;
  if (first === undefined) return <span className="text-muted">Nobody yet</span>;
  return <>{first}{others.length === 0 ? null : <span className="num text-muted"> +{others.length}</span>}</>;
}

function Due({ at, zone }: { at: Date | null; zone: string }) {
  return at === null ? <span className="text-muted">now</span> : <Timestamp at={at} zone={zone} show="date" />;
}
