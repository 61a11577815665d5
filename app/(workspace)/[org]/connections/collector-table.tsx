import Link from "next/link";
import type { ReactNode } from "react";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { CollectorView } from "#lib/connections/index.ts";

const column = columnsOf<CollectorView>();

type Place = { org: string; zone: string };

/** What a connection collects, one below the other: how each stands, how its last run went, and when the next one is due. */
export function CollectorTable({ collectors, ...place }: Place & { collectors: readonly CollectorView[] }) {
  const columns = column.columns([
    column.accessor("name", { header: "Collector", enableSorting: false, cell: ({ row }) => <>{row.original.name}<span className="block font-normal text-muted">{row.original.explains}</span></>, meta: { rowHeader: true, wrap: true } }),
    column.accessor("word", { header: "State", enableSorting: false, cell: ({ row }) => <State collector={row.original} />, meta: { width: 148, wrap: true, narrow: "full" } }),
    column.accessor("lastEndedAt", { header: "Last run", enableSorting: false, cell: ({ row }) => <LastRun collector={row.original} {...place} />, meta: { width: 168, wrap: true, narrow: "full", narrowLabel: true } }),
    column.accessor("nextDueAt", { header: "Next run", enableSorting: false, cell: ({ row }) => <NextRun collector={row.original} {...place} />, meta: { width: 168, wrap: true, narrow: "full", narrowLabel: true } }),
  ]);
  return <DataTable caption="Collectors" columns={columns} rows={collectors} rowId={({ id }) => id} empty={<p className="pt-2 text-muted">This version has none for it.</p>} />;
}

const Below = ({ children }: { children: ReactNode }) => <span className="block text-muted">{children}</span>;

function State({ collector: { status, word, consecutiveFailures } }: { collector: CollectorView }) {
  return <><StatusInline status={status} word={word} />{consecutiveFailures === 0 ? null : <Below>{consecutiveFailures === 1 ? "1 failure" : `${consecutiveFailures} failures in a row`}</Below>}</>;
}

function LastRun({ org, zone, collector: { runningId, lastCollectionId, lastEndedAt, lastCompleteAt } }: Place & { collector: CollectorView }) {
  const run = runningId ?? lastCollectionId;
  const words = runningId === null ? lastEndedAt === null ? null : <Timestamp at={lastEndedAt} zone={zone} show="minute" /> : "under way now";
  if (run === null || words === null) return <span className="text-muted">never</span>;
  return (
    <>
      <Link prefetch={false} className="link" href={hrefWith(`/${org}/connections/runs`, {}, { run })}>{words}</Link>
      <Below>{lastCompleteAt === null ? "never complete" : lastCompleteAt.getTime() === lastEndedAt?.getTime() ? "complete" : <>complete <Timestamp at={lastCompleteAt} zone={zone} show="date" /></>}</Below>
    </>
  );
}

function NextRun({ zone, collector: { runningId, nextDueAt, freshUntil } }: Place & { collector: CollectorView }) {
  return (
    <>
      {runningId === null && nextDueAt !== null ? <Timestamp at={nextDueAt} zone={zone} show="minute" /> : <span className="text-muted">{runningId === null ? "none" : "after this one"}</span>}
      <Below>{freshUntil === null ? "not fresh" : <>fresh until <Timestamp at={freshUntil} zone={zone} show="date" /></>}</Below>
    </>
  );
}
