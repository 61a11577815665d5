import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { ROLE_ORDER, ROLE_WORDS } from "#lib/people/client.ts";
import { listPeople, type PeoplePage, type PersonRow } from "#lib/people/index.ts";
import { peopleColumns } from "./people-columns.tsx";

/** What an address of the list of people filters by. */
export function peopleFilter(query: Query) {
  const role = addressValue(query, "role");
  return { role: ROLE_ORDER.find((one) => one === role), text: addressValue(query, "q"), removed: addressValue(query, "show") === "removed" };
}

export const peopleList = defineList<PersonRow, PeoplePage>({
  key: "people",
  page: "people",
  title: "People",
  filters: {
    role: { label: "Role", word: wordIn(Object.fromEntries(ROLE_ORDER.map((role) => [role, ROLE_WORDS[role].label]))) },
    show: { label: "Person", word: wordIn({ removed: "removed" }) },
    q: { label: "Name or e-mail", operator: "contains" },
  },
  rowId: (row) => row.id,
  read: (context, query, stretch) => listPeople(context, { ...peopleFilter(query), ...stretch }),
  columns: ({ zone }) => peopleColumns(zone),
});
