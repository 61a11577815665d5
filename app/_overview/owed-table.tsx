import type { ReactNode } from "react";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Person } from "#app/_ui/person.tsx";
import type { TableSelect } from "#app/_ui/table-rows.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { statusFacts } from "#lib/status/client.ts";
import type { OwedItem } from "#lib/overview/index.ts";
import { owedHref, owedWord } from "./owed-place.ts";

type Props = {
  caption: string;
  items: readonly OwedItem[];
  org: string;
  zone: string;
  now: Date;
  empty: ReactNode;
  withOwner?: boolean;
  /** Adds a box to rows that something can be done to together. */
  select?: TableSelect<OwedItem>;
};

/** Things owed, each with its sign, place, person and date. */
export function OwedTable({ caption, items, org, zone, now, empty, withOwner = true, select }: Props) {
  const column = columnsOf<OwedItem>();
  const columns = column.columns([
    column.accessor("title", {
      header: "What is owed",
      enableSorting: false,
      cell: ({ row }) => {
        const { glyph, tone, word } = statusFacts(row.original.status);
        return <span className="inline-flex items-center gap-2"><Glyph name={glyph} tone={tone} label={owedWord(row.original, word)} />{row.original.title}</span>;
      },
      meta: { rowHeader: true },
    }),
    column.accessor("code", { header: "Where", enableSorting: false, cell: (cell) => <span className="whitespace-nowrap">{cell.getValue()}</span>, meta: { width: 104, mono: true, narrow: "left" } }),
    ...(withOwner
      ? [column.accessor("owner", { header: "Waiting on", enableSorting: false, cell: ({ row }) => <WaitingOn item={row.original} />, meta: { width: 168, narrow: "left" } })]
      : []),
    column.accessor("dueAt", {
      header: "Due",
      enableSorting: false,
      cell: (cell) => <Lateness dueAt={cell.getValue()} zone={zone} now={now} />,
      meta: { width: 172, align: "right", narrow: "right" },
    }),
  ]);
  return <DataTable caption={caption} columns={columns} rows={[...items]} rowId={(row) => `${row.kind}-${row.id}`} rowHref={(row) => owedHref(org, row)} {...(select === undefined ? {} : { select })} empty={empty} />;
}

function WaitingOn({ item: { owner, standIn } }: { item: OwedItem }) {
  return standIn === null ? <Person name={owner ?? "Nobody yet"} /> : <Person name={standIn.name} note={`for ${owner ?? ""}`} />;
}

function Lateness({ dueAt, zone, now }: { dueAt: Date | null; zone: string; now: Date }) {
  if (dueAt === null) return <span className="text-muted">no date yet</span>;
  const hours = Math.floor((now.getTime() - dueAt.getTime()) / 3_600_000);
  const late = hours < 0 ? null : hours < 48 ? `${hours} h late` : `${Math.floor(hours / 24)} days late`;
  return (
    <span className="whitespace-nowrap">
      {late === null ? null : <><strong className="font-medium">{late}</strong> <span aria-hidden="true">·</span> </>}
      <Timestamp at={dueAt} zone={zone} show="day" />
    </span>
  );
}
