import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { DISPOSITION_STATES, DISPOSITION_WORDS, type DispositionState } from "#lib/disposal/client.ts";
import { listDispositions, type DisposalList, type DisposalRow } from "#lib/disposal/index.ts";
import { disposalColumns } from "./disposal-columns.tsx";

/** Which state an address asks for: what is to be decided, unless it says otherwise. */
export function disposalState(query: Query): DispositionState {
  return DISPOSITION_STATES.find((state) => state === addressValue(query, "state")) ?? "proposed";
}

export const disposalList = defineList<DisposalRow, DisposalList>({
  key: "disposal",
  page: "evidence/disposal",
  title: "Disposal",
  filters: { state: { label: "Status", word: wordIn(DISPOSITION_WORDS) } },
  rowId: (row) => row.id,
  read: (context, query, stretch) => listDispositions(context, { state: disposalState(query), ...stretch }),
  columns: ({ zone }) => disposalColumns(zone),
});
