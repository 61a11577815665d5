import type { ReactNode } from "react";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { RuleRow } from "#lib/rules/index.ts";
import { firedText, RuleState, techniquesOf } from "./rule-state.tsx";

type Props = { caption: string; rows: readonly RuleRow[]; zone: string; hrefOf: (row: RuleRow) => string; empty: ReactNode };

/** Detection rules: what each looks for, whether it is in force, and how often it fired. */
export function RuleTable({ caption, rows, zone, hrefOf, empty }: Props) {
  const column = columnsOf<RuleRow>();
  const columns = column.columns([
    column.accessor("title", { header: "Rule", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("severity", { header: "Severity", enableSorting: false, cell: (cell) => <Severity level={cell.getValue()} />, meta: { width: 104, narrow: "left" } }),
    column.accessor("state", { header: "State", enableSorting: false, cell: (cell) => <RuleState state={cell.getValue()} />, meta: { width: 124, narrow: "left" } }),
    column.accessor("controlCodes", { header: "Controls", enableSorting: false, cell: (cell) => cell.getValue().join(", "), meta: { width: 164, mono: true, narrow: "full", narrowLabel: true } }),
    column.accessor("tags", { header: "ATT&CK", enableSorting: false, cell: (cell) => techniquesOf(cell.getValue()).join(", ") || "–", meta: { width: 132, mono: true, muted: true, narrow: "hide" } }),
    column.accessor("alerts", { header: "Alerts", enableSorting: false, cell: (cell) => firedText(cell.row.original), meta: { width: 112, align: "right", narrow: "right", narrowLabel: true } }),
    column.accessor("lastRaisedAt", { header: "Last fired", enableSorting: false, cell: (cell) => lastText(cell.getValue(), zone), meta: { width: 150, align: "right", narrow: "right" } }),
  ]);
  return <DataTable caption={caption} columns={columns} rows={rows} rowId={(row) => row.ruleKey} rowHref={hrefOf} empty={empty} />;
}

function lastText(at: Date | null, zone: string): ReactNode {
  return at === null ? "never" : <Timestamp at={at} zone={zone} />;
}
