import type { ReactNode } from "react";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { DOMAINS, type LibraryList, type LibraryRow } from "#lib/controls/index.ts";
import type { FrameworkListRow } from "#lib/frameworks/index.ts";

/** Codes of requirements that fit a cell; the panel has all. */
const CODES_SHOWN = 2;

type Props = {
  list: LibraryList;
  /** One column each. */
  frameworks: readonly FrameworkListRow[];
  place: { path: string; query: Query };
  currentId: string | undefined;
  /** The form that takes what is chosen; none for those who only look. */
  form: string | undefined;
  empty: ReactNode;
};

/** The library by code: what each control answers in each framework, and whether it is adopted. */
export function LibraryTable({ list, frameworks, place, currentId, form, empty }: Props) {
  const column = columnsOf<LibraryRow>();
  const columns = column.columns([
    column.accessor("code", { header: "Code", enableSorting: false, meta: { width: 84, mono: true, muted: true, narrow: "left" } }),
    column.accessor("title", { header: "Control", enableSorting: false, meta: { rowHeader: true, wrap: true } }),
    column.accessor("domain", { header: "Domain", enableSorting: false, cell: (cell) => domainWord(cell.getValue()), meta: { width: 184, muted: true, narrow: "hide", hideBelow: "lg" } }),
    ...frameworks.map((framework) =>
      column.display({ id: framework.key, header: framework.name, cell: ({ row }) => <Served row={row.original} framework={framework} />, meta: { width: 164, narrow: "full", narrowLabel: true } })),
    column.accessor("adopted", { header: "Adopted", enableSorting: false, cell: (cell) => <Adopted yes={cell.getValue()} />, meta: { width: 100, narrow: "right" } }),
  ]);
  return (
    <DataTable
      caption="Control library"
      columns={columns}
      rows={list.rows}
      rowId={(row) => row.code}
      rowHref={(row) => hrefWith(place.path, place.query, { panel: row.code })}
      {...(currentId === undefined ? {} : { currentId })}
      {...(form === undefined ? {} : { select: { form, label: (row: LibraryRow) => `Choose ${row.code}`, can: (row: LibraryRow) => !row.adopted } })}
      empty={empty}
    />
  );
}

function domainWord(domain: string): string {
  return Object.entries(DOMAINS).find(([key]) => key === domain)?.[1] ?? domain;
}

function Adopted({ yes }: { yes: boolean }) {
  return yes ? <>Adopted</> : <span className="text-muted">Not adopted</span>;
}

/** Satisfied first, in ink; contributed to, muted. */
function Served({ row, framework }: { row: LibraryRow; framework: FrameworkListRow }) {
  const served = row.serves.find((one) => one.frameworkKey === framework.key);
  if (served === undefined) return <span className="text-muted">–</span>;
  const codes = [...served.satisfies.map((code) => ({ code, satisfies: true })), ...served.contributes.map((code) => ({ code, satisfies: false }))];
  const rest = codes.length - CODES_SHOWN;
  return (
    <span className="flex flex-wrap gap-x-2">
      {codes.slice(0, CODES_SHOWN).map(({ code, satisfies }) => (
        <span key={code} className={`inline-flex items-center gap-1 ${satisfies ? "font-medium" : "text-muted"}`}>
          <Glyph name={satisfies ? "full" : "half"} size={10} label={satisfies ? "satisfies" : "contributes to"} />{code}
        </span>
      ))}
      {rest > 0 ? <span className="num text-muted">+{rest}</span> : null}
    </span>
  );
}
