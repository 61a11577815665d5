import Link from "next/link";
import { StandingMark } from "#app/_finding/standing-mark.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import type { MatrixColumn, MatrixPage } from "#lib/frameworks/index.ts";
import { MatrixRows, type MatrixLine } from "./matrix-rows.tsx";
import { domainName, type RequirementPage, type RequirementRow } from "./requirement-list.ts";

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
            <MatrixRows lines={rows.map((row) => lineOf(row, framework.edition, hrefs))} columns={columns.map((one) => one.key)} counted={page.columnsBy === "domains"} />
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

function lineOf({ code, title, parentCode, newInEdition, status, gap, missing, findings, satisfies, contributes, cells }: RequirementRow, edition: string, hrefs: Hrefs): MatrixLine {
  return {
    code, title, sub: parentCode !== null, status, gap: gap !== null, missing, satisfies, contributes, href: hrefs.cell(code, null),
    ...(newInEdition ? { newIn: edition } : {}),
    ...(findings === undefined ? {} : { findings: <StandingMark count={findings} href={hrefs.findings(code)} /> }),
    cells: cells.map((cell) => ({ ...cell, href: hrefs.cell(code, cell.column) })),
  };
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
