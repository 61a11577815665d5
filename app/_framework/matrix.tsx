import Link from "next/link";
import { StandingMark } from "#app/_finding/standing-mark.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import type { MatrixCell, MatrixColumn, MatrixPage } from "#lib/frameworks/index.ts";
import { statusFacts } from "#lib/status/client.ts";
import { cellText, domainName, type RequirementPage, type RequirementRow } from "./requirement-list.ts";

type Hrefs = {
  /** The controls of a cell, or of a whole row, beside the matrix. */
  cell: (code: string, column: string | null) => string;
  /** The controls of a domain as columns. */
  column: (column: MatrixColumn) => string;
  /** The findings that touch a requirement. */
  findings: (code: string) => string;
};
type Props = { page: RequirementPage; hrefs: Hrefs };

const CORNER = "matrix-name first-letter:uppercase";

/**
 * Requirements against controls, or against domains of controls where there are many. Wider than some screens: it scrolls
 * in a region of its own; on a phone and on paper each requirement becomes a few lines. Roles are written out, for a table
 * that is drawn as lines is none to a browser.
 */
export function Matrix({ page, hrefs }: Props) {
  const { framework, columns } = page;
  const name = `${framework.name} ${framework.edition}`;
  return (
    <div className="matrix-scroll" role="region" aria-label={`${name}, ${framework.itemLabelMany} and controls`} tabIndex={0}>
      <table role="table" className={`matrix${page.columnsBy === "domains" ? " matrix-domains" : ""}`}>
        <caption className="sr-only">{name}: each {framework.itemLabel} with its status and the controls mapped to it</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col" className={CORNER}>{framework.itemLabel}</th>
            <th role="columnheader" scope="col">Status</th>
            <th role="columnheader" scope="col" className="matrix-gap">Missing</th>
            <th role="columnheader" scope="col" className="matrix-sum">Controls</th>
            {columns.map((column) => <ColumnHead key={column.key} column={column} href={hrefs.column(column)} />)}
          </tr>
          <ColumnSums page={page} />
        </thead>
        {[...Map.groupBy(page.rows, (row) => row.groupCode)].map(([code, rows]) => (
          <tbody role="rowgroup" key={code}>
            <GroupRow page={page} code={code} />
            {rows.map((row) => <RowOf key={row.code} row={row} page={page} hrefs={hrefs} />)}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function ColumnHead({ column: { key, title, controls }, href }: { column: MatrixColumn; href: string }) {
  return (
    <th role="columnheader" scope="col">
      <Link prefetch={false} className="matrix-code mono" href={href} title={title ?? `${domainName(key)}: show its ${controls} ${controls === 1 ? "control" : "controls"}`}>{key}</Link>
    </th>
  );
}

/** What each column does in the whole edition, whichever rows are shown. */
function ColumnSums({ page: { framework, columns, counts } }: { page: MatrixPage }) {
  return (
    <tr role="row" className="matrix-sums">
      <th role="rowheader" scope="row" className="matrix-name">Satisfied, of {counts.total} {framework.itemLabelMany}</th>
      <td role="cell" className="num">{counts.total - counts.onlyContributed - counts.unmapped}</td>
      <td role="cell" className="matrix-gap num">{counts.onlyContributed + counts.unmapped} {counts.onlyContributed + counts.unmapped === 1 ? "gap" : "gaps"}</td>
      <td role="cell" className="matrix-sum" />
      {columns.map(({ key, satisfies, contributes }) => <td role="cell" key={key} data-column={key} className="num" title={`${key} satisfies ${satisfies} and contributes to ${contributes} more`}>{satisfies}{contributes === 0 ? null : <span className="text-muted"> +{contributes}</span>}</td>)}
    </tr>
  );
}

function GroupRow({ page: { groups, columns }, code }: { page: MatrixPage; code: string }) {
  const group = groups.find((one) => one.code === code);
  if (group === undefined) return null;
  const { counts } = group;
  const gaps = counts.onlyContributed + counts.unmapped;
  return (
    <tr role="row" className="matrix-group">
      <th role="rowheader" scope="rowgroup" className="matrix-name"><strong className="font-medium">{group.code}</strong> <span className="text-muted">{group.title}</span></th>
      <td role="cell" colSpan={3 + columns.length} className="text-muted">
        <span className="num">{counts.proven} of {counts.total} proven{gaps === 0 ? "" : `, ${gaps} ${gaps === 1 ? "gap" : "gaps"}`}</span>
      </td>
    </tr>
  );
}

function RowOf({ row, page, hrefs }: { row: RequirementRow; page: MatrixPage; hrefs: Hrefs }) {
  const cells = new Map(row.cells.map((cell) => [cell.column, cell]));
  const total = row.satisfies + row.contributes;
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className="matrix-name"><span className={row.parentCode === null ? "" : "matrix-sub"}><strong className="font-medium">{row.code}</strong> {row.title}</span>{row.newInEdition ? <span className="text-xs text-muted"> new in {page.framework.edition}</span> : null}</th>
      <td role="cell" className="whitespace-nowrap">{row.gap === null ? <StatusInline status={row.status} /> : <StatusInline status={row.status} word="Gap" />}</td>
      <td role="cell" className="matrix-gap">{row.missing}{row.findings === undefined ? null : <span className="block"><StandingMark count={row.findings} href={hrefs.findings(row.code)} /></span>}</td>
      <td role="cell" className="matrix-sum">{total === 0 ? <span className="text-muted num">0</span> : <Link prefetch={false} scroll={false} className="link num" href={hrefs.cell(row.code, null)} title={`${row.satisfies} satisfy, ${row.contributes} contribute`}>{total}<span className="sr-only"> {total === 1 ? "control" : "controls"} of {row.code}</span></Link>}</td>
      {page.columns.map(({ key }) => {
        const cell = cells.get(key);
        return cell === undefined ? <td key={key} /> : <Cell key={key} row={row} cell={cell} counted={page.columnsBy === "domains"} href={hrefs.cell(row.code, key)} />;
      })}
    </tr>
  );
}

function Cell({ row, cell, counted, href }: { row: RequirementRow; cell: MatrixCell; counted: boolean; href: string }) {
  const { glyph, tone } = statusFacts(cell.status);
  const alone = cell.satisfies > 0;
  const words = `${row.code}, ${cell.column}: ${cellText(cell)}`;
  return (
    <td role="cell" data-column={cell.column} className={alone ? "matrix-satisfies" : undefined}>
      <Link prefetch={false} scroll={false} className="matrix-mark" href={href} aria-label={words} title={words}>
        {alone ? null : <span className="text-muted" aria-hidden="true">+</span>}
        <Glyph name={glyph} tone={tone} size={alone ? 16 : 12} />
        {counted ? <span className="num" aria-hidden="true">{alone ? cell.satisfies : cell.contributes}{alone && cell.contributes > 0 ? <span className="text-muted">+{cell.contributes}</span> : null}</span> : null}
      </Link>
    </td>
  );
}

/** What the marks of the matrix mean. */
export function MatrixKey() {
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 pt-3 text-xs text-muted">
      <span className="inline-flex items-center gap-1.5"><Glyph name="never" /> large: satisfies the requirement alone; the number says how many controls do</span>
      <span className="inline-flex items-center gap-1.5"><span aria-hidden="true">+</span><Glyph name="never" size={12} /> small, with a plus: contributes, and is not enough alone</span>
      <span>The sign is the worst of the controls that satisfy; where none does, of those that contribute.</span>
    </p>
  );
}
