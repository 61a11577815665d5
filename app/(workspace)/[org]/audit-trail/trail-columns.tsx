import Link from "next/link";
import { columnsOf } from "#app/_ui/data-table.tsx";
import { DiffText } from "#app/_ui/diff-text.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { EntryRow } from "#lib/audit-trail/index.ts";
import { actionWords, changesOf, subjectHref, subjectWords } from "./entry-words.ts";

type HrefOf = (changes: Record<string, string | null>) => string;

const column = columnsOf<EntryRow>();

/** Entries: who did what to which record, and what changed. Who, act and subject are links that filter by themselves. */
export function trailColumns(zone: string, org: string, hrefOf: HrefOf) {
  return column.columns([
    column.accessor("at", { header: "When", cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="second" />, meta: { width: TIME_WIDTH.second, narrow: "full" } }),
    column.accessor((row) => (row.actorKind === "system" ? `Tickmark ${subjectWords(row.actorName)}` : row.actorName), { id: "actorName", header: "Who", cell: (cell) => <Actor entry={cell.row.original} hrefOf={hrefOf} />, meta: { width: 168, wrap: true, narrow: "full" } }),
    column.accessor((row) => actionWords(row.action), {
      id: "action", header: "Did", meta: { rowHeader: true, wrap: true },
      cell: (cell) => <Link href={hrefOf({ action: cell.row.original.action })} title="Only this act">{cell.getValue()}</Link>,
    }),
    column.accessor((row) => `${subjectWords(row.subjectKind)} ${row.subjectId}`, { id: "subjectId", header: "Subject", cell: (cell) => <Subject entry={cell.row.original} org={org} hrefOf={hrefOf} />, meta: { width: 216, wrap: true, narrow: "full" } }),
    column.accessor(detailsText, { id: "changes", header: "Details", enableSorting: false, cell: (cell) => <Details entry={cell.row.original} />, meta: { wrap: true, narrow: "full" } }),
  ]);
}

/** All that the details show, in one line. */
function detailsText(entry: EntryRow): string {
  const changes = changesOf(entry.changes).map(({ field, before, after }) => `${field}: ${before === undefined ? "" : `${before} became `}${after}`);
  return [...changes, `request: ${entry.requestId}`].join("; ");
}

function Actor({ entry, hrefOf }: { entry: EntryRow; hrefOf: HrefOf }) {
  return (
    <Link href={hrefOf({ actor: entry.actorId })} title={`Only ${entry.actorName}`}>
      {entry.actorKind === "system" ? <>Tickmark <span className="text-muted">{subjectWords(entry.actorName)}</span></> : entry.actorName}
    </Link>
  );
}

function Subject({ entry, org, hrefOf }: { entry: EntryRow; org: string; hrefOf: HrefOf }) {
  const href = subjectHref(org, entry.subjectKind, entry.subjectId);
  const filtered = hrefOf({ kind: entry.subjectKind, subject: entry.subjectId });
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link href={filtered} title={`Only this record: ${entry.subjectId}`} className="truncate">{subjectWords(entry.subjectKind)} <code className="text-muted">{shortId(entry.subjectId)}</code></Link>
      {href === undefined ? null : <Link href={href} className="link flex-none" aria-label={`Open ${subjectWords(entry.subjectKind)} ${entry.subjectId}`}>open</Link>}
    </span>
  );
}

// Identifiers begin with their time, so neighbours look alike: their ends tell them apart. The title has it whole.
function shortId(id: string): string {
  return /^[a-z]+_[0-9a-f]{32}$/.test(id) ? `…${id.slice(-6)}` : id;
}

function Details({ entry }: { entry: EntryRow }) {
  const changes = changesOf(entry.changes);
  const summary = changes.length === 0 ? "request" : changes.map((change) => change.field).join(", ");
  return (
    <details>
      <summary className="min-h-[24px] truncate text-muted">{summary}</summary>
      <dl className="grid gap-1 py-1">
        {changes.map((change) => (
          <div key={change.field}>
            <dt className="inline text-muted">{change.field} </dt>
            <dd className={change.before === undefined ? "inline break-words" : "break-words"}>{change.before === undefined ? change.after : <DiffText before={change.before} after={change.after} />}</dd>
          </div>
        ))}
        <div><dt className="inline text-muted">request </dt><dd className="mono inline break-all">{entry.requestId}</dd></div>
      </dl>
    </details>
  );
}
