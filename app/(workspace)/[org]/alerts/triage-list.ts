import { wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import { alertName, SEVERITY_WORDS, SOURCE_WORDS, VENDOR_STATE_WORDS, VERDICT_WORDS } from "#lib/alerts/client.ts";
import { listAlerts, type AlertRow } from "#lib/alerts/index.ts";
import { alertQuery } from "./alert-query.ts";

const column = columnsOf<AlertRow>();

const STATUS_WORDS = { open: "Open", acknowledged: "Acknowledged", judged: "Judged" } as const;

/** Alerts as triage lists them: those to judge by deadline, or the judged ones. Its screen draws rows of its own. */
export const alertList = defineList<AlertRow>({
  key: "alerts",
  page: "alerts",
  title: "Alerts",
  screen: "own",
  filters: {
    view: { label: "State", word: wordIn({ to_judge: "To judge", judged: "Judged" }) },
    severity: { label: "Severity", word: wordIn(SEVERITY_WORDS) },
    status: { label: "Status", word: wordIn(STATUS_WORDS) },
    verdict: { label: "Verdict", word: wordIn(VERDICT_WORDS) },
    rule: { label: "Rule" },
    entity: { label: "Entity" },
    segment: { label: "Segment" },
    source: { label: "Source", word: wordIn(SOURCE_WORDS) },
    connection: { label: "Connection" },
    q: { label: "Number, rule or entity", operator: "contains" },
  },
  rowId: (row) => row.id,
  read(context, query, { cursor, size }) {
    return listAlerts(context, { ...alertQuery(query).list, cursor, ...(size === undefined ? {} : { pageSize: size }) });
  },
  columns: () =>
    column.columns([
      column.accessor((row) => alertName(row.number), { id: "number", header: "Alert", meta: { width: 88 } }),
      column.accessor((row) => SEVERITY_WORDS[row.severity], { id: "severity", header: "Severity", meta: { width: 104 } }),
      column.accessor("title", { header: "Rule", meta: { rowHeader: true } }),
      column.accessor("entity", { header: "Entity", meta: { width: 220 } }),
      column.accessor((row) => row.connection ?? "", { id: "connection", header: "From vendor", meta: { width: 150 } }),
      column.accessor((row) => (row.vendorState === null ? "" : VENDOR_STATE_WORDS[row.vendorState]), { id: "vendorState", header: "At the vendor", meta: { width: 120 } }),
      column.accessor("firstEventAt", { header: "First event", meta: { width: 150 } }),
      column.accessor("lastEventAt", { header: "Last event", meta: { width: 150 } }),
      column.accessor("eventCount", { header: "Events", meta: { width: 72 } }),
      column.accessor("raisedAt", { header: "Raised", meta: { width: 150 } }),
      column.accessor("acknowledgeBy", { header: "Acknowledge by", meta: { width: 150 } }),
      column.accessor("acknowledgedAt", { header: "Acknowledged", meta: { width: 150 } }),
      column.accessor((row) => row.assignee ?? "", { id: "assignee", header: "Assignee", meta: { width: 150 } }),
      column.accessor((row) => STATUS_WORDS[row.status], { id: "status", header: "Status", meta: { width: 120 } }),
      column.accessor((row) => (row.verdict === null ? "" : VERDICT_WORDS[row.verdict]), { id: "verdict", header: "Verdict", meta: { width: 120 } }),
      column.accessor("judgedAt", { header: "Judged", meta: { width: 150 } }),
    ]),
});
