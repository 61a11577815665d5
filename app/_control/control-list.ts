import { standingCounts } from "#app/_finding/standing-counts.ts";
import { addressValue } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { dayAsked, PAST_FILTERS } from "#app/_past/past.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { CRITICALITIES, listControls, type ControlList } from "#lib/controls/index.ts";
import { isStatus, statusFacts } from "#lib/status/index.ts";
import { controlColumns, type ControlRow } from "./control-columns.tsx";

/** What an address of the list of controls filters by. */
export function controlFilter(query: Query) {
  const status = addressValue(query, "status");
  return {
    framework: addressValue(query, "framework"),
    ownerTeam: addressValue(query, "owner"),
    processOwner: addressValue(query, "process"),
    criticality: CRITICALITIES.find((one) => one === addressValue(query, "criticality")),
    retired: addressValue(query, "retired") === "yes" ? true : undefined,
    status: status !== undefined && isStatus(status) ? status : undefined,
    text: addressValue(query, "q"),
  };
}

export const controlList = defineList<ControlRow, ControlList>({
  key: "controls",
  page: "controls",
  title: "Controls",
  filters: {
    framework: { label: "Framework" },
    owner: { label: "Owner" },
    process: { label: "Process owner" },
    criticality: { label: "Criticality", word: (value) => CRITICALITIES.find((one) => one === value) },
    retired: { label: "Retired", word: (value) => (value === "yes" ? "only" : undefined) },
    status: { label: "Status", word: (value) => (isStatus(value) ? statusFacts(value).word : undefined) },
    q: { label: "Code or title", operator: "contains" },
    ...PAST_FILTERS,
  },
  rowId: (row) => row.controlId,
  async read(context, query, stretch) {
    const day = dayAsked(query);
    const page = await listControls(context, { ...controlFilter(query), ...day, ...stretch });
    // What stands against them is known of today alone.
    const findings = await standingCounts(context, { subjects: day.asOfDay === undefined ? page.rows.map(({ code }) => ({ key: code, controlCodes: [code] })) : [] });
    return { ...page, rows: page.rows.map((row) => ({ ...row, findings: findings.get(row.code) })) };
  },
  columns: ({ zone, query }) => controlColumns(zone).filter((column) => column.id !== "findings" || dayAsked(query).asOfDay === undefined),
});
