import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { sizeText } from "#app/_ui/size-text.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { DISPOSITION_WORDS } from "#lib/disposal/client.ts";
import type { DisposalRow } from "#lib/disposal/index.ts";
import { CLASSIFICATION_WORDS, CLASSIFICATIONS, evidenceReference } from "#lib/evidence/client.ts";

const column = columnsOf<DisposalRow>();

/** Evidence whose time is over: what it is, since when, where copies of it stay, and what was decided. */
export function disposalColumns(zone: string) {
  return column.columns([
    column.accessor((row) => evidenceReference(row.number), { id: "number", header: "Evidence", enableSorting: false, meta: { width: 84, mono: true, muted: true, narrow: "left" } }),
    column.accessor("title", { header: "Title", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => CLASSIFICATIONS.filter((one) => one === row.classification).map((one) => CLASSIFICATION_WORDS[one])[0] ?? "", { id: "classification", header: "Classified", enableSorting: false, meta: { width: 108, muted: true, narrow: "left" } }),
    column.accessor((row) => (row.byteLength === null ? "Note" : row.part === "original" ? "The original" : sizeText(Number(row.byteLength))), { id: "size", header: "Content", enableSorting: false, meta: { width: 92, align: "right", narrow: "right" } }),
    column.accessor("dueAt", { header: "Time over", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="date" />, meta: { width: TIME_WIDTH.date, align: "right", narrow: "right" } }),
    column.accessor((row) => copiesText(row), { id: "packets", header: "Copies in packets", enableSorting: false, meta: { width: 150, muted: true, wrap: true, narrow: "full", narrowLabel: true } }),
    column.accessor((row) => standsText(row), { id: "state", header: "Stands", enableSorting: false, meta: { width: 220, wrap: true, narrow: "full" } }),
  ]);
}

function copiesText({ packets }: DisposalRow): string {
  const [first, second, ...others] = packets.map((packet) => `PKT-${packet.number}`);
  if (first === undefined) return "None";
  return [first, ...(second === undefined ? [] : [second]), ...(others.length === 0 ? [] : [`${others.length} more`])].join(", ");
}

/** Where it stands, in words: what holds it, or who decided and why. */
function standsText({ state, holds, decidedBy, reason, content }: DisposalRow): string {
  if (state === "proposed") return holds.length > 0 ? `Under legal hold: ${holds[0]}` : DISPOSITION_WORDS.proposed;
  const kept = content === "needed_elsewhere" ? ", bytes stay for another record" : "";
  return `${DISPOSITION_WORDS[state]}${kept}. ${decidedBy ?? ""}: ${reason}`;
}
