"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { Glyph } from "#app/_ui/glyph.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import type { MatrixCell } from "#lib/frameworks/index.ts";
import { statusFacts, type Status } from "#lib/status/client.ts";
import { cellText } from "./cell-text.ts";

type MarkedCell = MatrixCell & { href: string };

/** A requirement as it is sent to be drawn. */
export type MatrixLine = {
  code: string;
  title: string;
  sub: boolean;
  /** The edition that it is new in. */
  newIn?: string;
  status: Status;
  gap: boolean;
  missing: string;
  findings?: ReactNode;
  satisfies: number;
  contributes: number;
  href: string;
  cells: readonly MarkedCell[];
};

/** The rows of a group. A client component for the server's sake, as the body of a table is: hundreds of marks are sent as data alone. */
export function MatrixRows({ lines, columns, counted }: { lines: readonly MatrixLine[]; columns: readonly string[]; counted: boolean }) {
  return lines.map((line) => <Line key={line.code} line={line} columns={columns} counted={counted} />);
}

function Line({ line, columns, counted }: { line: MatrixLine; columns: readonly string[]; counted: boolean }) {
  const cells = new Map(line.cells.map((cell) => [cell.column, cell]));
  const total = line.satisfies + line.contributes;
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className="matrix-name"><span className={line.sub ? "matrix-sub" : ""}><strong className="font-medium">{line.code}</strong> {line.title}</span>{line.newIn === undefined ? null : <span className="text-xs text-muted"> new in {line.newIn}</span>}</th>
      <td role="cell" className="whitespace-nowrap">{line.gap ? <StatusInline status={line.status} word="Gap" /> : <StatusInline status={line.status} />}</td>
      <td role="cell" className="matrix-gap">{line.missing}{line.findings === undefined ? null : <span className="block">{line.findings}</span>}</td>
      <td role="cell" className="matrix-sum">{total === 0 ? <span className="text-muted num">0</span> : <Link prefetch={false} scroll={false} className="link num" href={line.href} title={`${line.satisfies} satisfy, ${line.contributes} contribute`}>{total}<span className="sr-only"> {total === 1 ? "control" : "controls"} of {line.code}</span></Link>}</td>
      {columns.map((key) => {
        const cell = cells.get(key);
        return cell === undefined ? <td key={key} /> : <Cell key={key} code={line.code} cell={cell} counted={counted} />;
      })}
    </tr>
  );
}

function Cell({ code, cell, counted }: { code: string; cell: MarkedCell; counted: boolean }) {
  const { glyph, tone } = statusFacts(cell.status);
  const alone = cell.satisfies > 0;
  const words = `${code}, ${cell.column}: ${cellText(cell)}`;
  return (
    <td role="cell" data-column={cell.column} className={alone ? "matrix-satisfies" : undefined}>
      <Link prefetch={false} scroll={false} className="matrix-mark" href={cell.href} aria-label={words} title={words}>
        {alone ? null : <span className="text-muted" aria-hidden="true">+</span>}
        <Glyph name={glyph} tone={tone} size={alone ? 16 : 12} />
        {counted ? <span className="num" aria-hidden="true">{alone ? cell.satisfies : cell.contributes}{alone && cell.contributes > 0 ? <span className="text-muted">+{cell.contributes}</span> : null}</span> : null}
      </Link>
    </td>
  );
}
