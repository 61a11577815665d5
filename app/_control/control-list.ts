import { addressValue } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { CRITICALITIES, listControls, type ControlList, type ControlListRow } from "#lib/controls/index.ts";
import { isStatus, statusFacts } from "#lib/status/index.ts";
import { controlColumns } from "./control-columns.tsx";

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

export const controlList = defineList<ControlListRow, ControlList>({
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
  },
  rowId: (row) => row.controlId,
  read: (context, query, stretch) => listControls(context, { ...controlFilter(query), ...stretch }),
  columns: ({ zone }) => controlColumns(zone),
});
