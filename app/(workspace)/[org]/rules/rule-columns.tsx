import { columnsOf } from "#app/_ui/data-table.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { SEVERITY_WORDS } from "#lib/alerts/client.ts";
import type { RuleRow } from "#lib/rules/index.ts";
import { firedText, RULE_STATE_WORDS, RuleState, techniquesOf } from "./rule-state.tsx";

const column = columnsOf<RuleRow>();

/** Detection rules: what each looks for, whether it is in force, and how often it fired. */
export function ruleColumns(zone: string) {
  return column.columns([
    column.accessor("title", { header: "Rule", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => SEVERITY_WORDS[row.severity], { id: "severity", header: "Severity", enableSorting: false, cell: ({ row }) => <Severity level={row.original.severity} />, meta: { width: 104, narrow: "left" } }),
    column.accessor((row) => RULE_STATE_WORDS[row.state], { id: "state", header: "State", enableSorting: false, cell: ({ row }) => <RuleState state={row.original.state} />, meta: { width: 124, narrow: "left" } }),
    column.accessor((row) => row.controlCodes.join(", "), { id: "controlCodes", header: "Controls", enableSorting: false, meta: { width: 164, mono: true, narrow: "full", narrowLabel: true } }),
    column.accessor((row) => techniquesOf(row.tags).join(", ") || "–", { id: "tags", header: "ATT&CK", enableSorting: false, meta: { width: 132, mono: true, muted: true, narrow: "hide" } }),
    column.accessor((row) => fromText(row), { id: "origin", header: "From", enableSorting: false, meta: { width: 132, muted: true, narrow: "hide" } }),
    column.accessor((row) => firedText(row), { id: "alerts", header: "Alerts", enableSorting: false, meta: { width: 112, align: "right", narrow: "right", narrowLabel: true } }),
    column.accessor("lastRaisedAt", { header: "Last fired", enableSorting: false, cell: (cell) => lastText(cell.getValue(), zone), meta: { width: 150, align: "right", narrow: "right" } }),
  ]);
}

/** Where a rule comes from; an imported one with the licence that it came under. */
const fromText = ({ origin, license }: RuleRow): string => (origin === "imported" ? `imported, ${license ?? "licence not stated"}` : origin);

function lastText(at: Date | null, zone: string) {
  return at === null ? "never" : <Timestamp at={at} zone={zone} />;
}
