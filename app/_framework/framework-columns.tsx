import { columnsOf } from "#app/_ui/data-table.tsx";
import { CountStrip } from "#app/_ui/count-strip.tsx";
import type { FrameworkListRow } from "#lib/frameworks/index.ts";
import { countSegments } from "./count-segments.ts";

const column = columnsOf<FrameworkListRow>();

/** Frameworks with how their requirements stand, counted. */
export const frameworkColumns = column.columns([
  column.accessor((row) => `${row.name} ${row.edition}`, { id: "name", header: "Framework", enableSorting: false, cell: ({ row }) => <>{row.original.name} <span className="font-normal text-muted">{row.original.edition}</span></>, meta: { rowHeader: true } }),
  column.accessor(adoptionText, { id: "adoption", header: "Adopted", enableSorting: false, cell: ({ row, getValue }) => (row.original.adoption.state === "adopted" ? getValue() : <span className="text-muted">{getValue()}</span>), meta: { width: 96, narrow: "left", narrowLabel: true } }),
  column.accessor(forceText, { id: "validUntil", header: "In force", enableSorting: false, meta: { width: 140, muted: true, narrow: "left" } }),
  column.accessor("controls", { header: "Controls", enableSorting: false, meta: { width: 80, align: "right", narrow: "right" } }),
  column.accessor(standingText, { id: "counts", header: "Requirements", enableSorting: false, cell: ({ row }) => <CountStrip label={`${row.original.name} ${row.original.edition}`} segments={countSegments(row.original.counts)} />, meta: { width: 200, narrow: "full" } }),
  column.accessor((row) => `${row.counts.proven} of ${row.counts.total}`, { id: "proven", header: "Proven", enableSorting: false, cell: (cell) => <span className="num">{cell.getValue()}</span>, meta: { width: 96, align: "right", narrow: "left" } }),
  column.accessor((row) => row.counts.onlyContributed + row.counts.unmapped, { id: "gaps", header: "Gaps", enableSorting: false, cell: (cell) => <span className="num">{cell.getValue()}</span>, meta: { width: 64, align: "right", narrow: "right" } }),
]);

function adoptionText({ adoption }: FrameworkListRow): string {
  return adoption.state === "adopted" ? "yes" : adoption.state === "left" ? "left" : "no";
}

function forceText(row: FrameworkListRow): string {
  if (row.retired) return `retired ${row.validUntil}`;
  return row.validUntil === null ? "yes" : `until ${row.validUntil}`;
}

/** What the strip draws, in words. */
function standingText({ counts }: FrameworkListRow): string {
  return countSegments(counts).filter((one) => one.count > 0).map((one) => `${one.count} ${one.label}`).join(", ");
}
