import { addressValue } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { dayAsked, PAST_FILTERS } from "#app/_past/past.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { OCCURRENCE_STATES, OCCURRENCE_WORDS } from "#lib/occurrences/client.ts";
import { listOccurrences, type OccurrenceList, type OccurrenceRow } from "#lib/occurrences/index.ts";
import { occurrenceColumns } from "./occurrence-columns.tsx";
import { dayText } from "./window-text.ts";

/** What an address of the list of occurrences filters by. A period has both of its days or is none. */
export function occurrenceFilter(query: Query) {
  const state = addressValue(query, "state");
  const [firstDay, lastDay] = [addressValue(query, "from"), addressValue(query, "to")];
  return {
    controlCode: addressValue(query, "control"),
    state: OCCURRENCE_STATES.find((one) => one === state),
    period: firstDay === undefined || lastDay === undefined ? undefined : { firstDay, lastDay },
  };
}

export const occurrenceList = defineList<OccurrenceRow, OccurrenceList>({
  key: "occurrences",
  page: "occurrences",
  title: "Occurrences",
  filters: {
    control: { label: "Control" },
    state: { label: "Status", word: (value) => OCCURRENCE_STATES.filter((one) => one === value).map((one) => OCCURRENCE_WORDS[one].word)[0] },
    from: { label: "Last day", operator: "from", word: dayOrNothing },
    to: { label: "Last day", operator: "to", word: dayOrNothing },
    ...PAST_FILTERS,
  },
  rowId: (row) => `${row.code}-${row.firstDay}`,
  read(context, query, stretch) {
    const { state, ...filter } = occurrenceFilter(query);
    return listOccurrences(context, { ...filter, ...dayAsked(query), state: state === undefined ? undefined : [state], ...stretch });
  },
  columns: ({ zone }) => occurrenceColumns(zone),
});

function dayOrNothing(value: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T12:00:00Z`)) ? dayText(value) : undefined;
}
