import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { COLLECTION_STATES, COLLECTION_STATUS } from "#lib/connections/client.ts";
import { listCollections, type CollectionRow } from "#lib/connections/index.ts";
import { runColumns } from "./run-columns.tsx";

export const RUN_STATE_WORDS = Object.fromEntries(COLLECTION_STATES.map((state) => [state, COLLECTION_STATUS[state].word])) as Record<(typeof COLLECTION_STATES)[number], string>;

/** What an address of the list of runs filters by. */
export function runFilter(query: Query) {
  const state = addressValue(query, "state");
  return { connectionId: addressValue(query, "connection"), completeness: COLLECTION_STATES.find((one) => one === state) };
}

export const runList = defineList<CollectionRow>({
  key: "collections",
  page: "connections/runs",
  title: "Collections",
  filters: { connection: { label: "Connection" }, state: { label: "State", word: wordIn(RUN_STATE_WORDS) } },
  rowId: (row) => row.id,
  read: (context, query, { cursor, size }) => listCollections(context, { ...runFilter(query), cursor, pageSize: size }),
  columns: ({ zone }) => runColumns(zone),
});
