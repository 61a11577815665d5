import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { INCIDENT_STATUS_WORDS, INCIDENT_STATUSES } from "#lib/incidents/client.ts";
import { listIncidents, type IncidentListRow } from "#lib/incidents/index.ts";
import { incidentColumns } from "./incident-columns.tsx";

/** What an address of the list of incidents filters by. */
export function incidentFilter(query: Query) {
  const word = addressValue(query, "status");
  return { status: INCIDENT_STATUSES.find((status) => status === word), text: addressValue(query, "q") };
}

export const incidentList = defineList<IncidentListRow>({
  key: "incidents",
  page: "incidents",
  title: "Incidents",
  filters: {
    status: { label: "State", word: wordIn(INCIDENT_STATUS_WORDS) },
    q: { label: "Title", operator: "contains" },
  },
  rowId: (row) => row.id,
  read(context, query, stretch) {
    const { status, text } = incidentFilter(query);
    return listIncidents(context, { status: status === undefined ? undefined : [status], text, ...stretch });
  },
  columns: ({ zone }) => incidentColumns(zone),
});
