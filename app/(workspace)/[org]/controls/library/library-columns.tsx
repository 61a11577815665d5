import { columnsOf } from "#app/_ui/data-table.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { DOMAINS, type LibraryRow } from "#lib/controls/index.ts";
import type { FrameworkName } from "#lib/frameworks/index.ts";

/** Codes of requirements that fit a cell; the panel has all. */
const CODES_SHOWN = 2;

const column = columnsOf<LibraryRow>();

/** The library by code: what each control answers in each framework, one column each, and whether it is adopted. */
export function libraryColumns(frameworks: readonly FrameworkName[]) {
  return column.columns([
    column.accessor("code", { header: "Code", enableSorting: false, meta: { width: 84, mono: true, muted: true, narrow: "left" } }),
    column.accessor("title", { header: "Control", enableSorting: false, meta: { rowHeader: true, wrap: true } }),
    column.accessor((row) => domainWord(row.domain), { id: "domain", header: "Domain", enableSorting: false, meta: { width: 184, muted: true, narrow: "hide", hideBelow: "lg" } }),
    ...frameworks.map((framework) =>
      column.accessor((row) => servedText(row, framework.key), { id: framework.key, header: framework.name, enableSorting: false, cell: ({ row }) => <Served row={row.original} framework={framework} />, meta: { width: 164, narrow: "full", narrowLabel: true } })),
    column.accessor((row) => (row.adopted ? "Adopted" : "Not adopted"), { id: "adopted", header: "Adopted", enableSorting: false, cell: ({ row }) => <Adopted yes={row.original.adopted} />, meta: { width: 100, narrow: "right" } }),
  ]);
}

/** Requirements that a control answers in a framework, in words: `CC7.2, contributes to CC7.1`. */
function servedText(row: LibraryRow, frameworkKey: string): string {
  const served = row.serves.find((one) => one.frameworkKey === frameworkKey);
  if (served === undefined) return "";
  return [...served.satisfies, ...served.contributes.map((code) => `contributes to ${code}`)].join(", ");
}

function domainWord(domain: string): string {
  return Object.entries(DOMAINS).find(([key]) => key === domain)?.[1] ?? domain;
}

function Adopted({ yes }: { yes: boolean }) {
  return yes ? <>Adopted</> : <span className="text-muted">Not adopted</span>;
}

/** Satisfied first, in ink; contributed to, muted. */
function Served({ row, framework }: { row: LibraryRow; framework: FrameworkName }) {
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
