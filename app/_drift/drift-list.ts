import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { DRIFT_CAUSES, DRIFT_SOURCES } from "#lib/drift/client.ts";
import { listDrift, type DriftList, type DriftRow } from "#lib/drift/index.ts";
import { driftColumns } from "./drift-columns.tsx";
import { CAUSE_WORDS } from "./drift-words.ts";

/** What an address of the list of differences filters by. */
export function driftFilter(query: Query) {
  return {
    source: DRIFT_SOURCES.find((one) => one === addressValue(query, "source")),
    cause: DRIFT_CAUSES.find((one) => one === addressValue(query, "changed")),
    text: addressValue(query, "q")?.slice(0, 100),
  };
}

export const driftList = defineList<DriftRow, DriftList>({
  key: "differences",
  page: "controls/differences",
  title: "Differences of controls",
  filters: {
    source: { label: "Compared with", word: wordIn({ library: "Library", folder: "Folder" }) },
    changed: { label: "Changed", word: wordIn(CAUSE_WORDS) },
    q: { label: "Code or title", operator: "contains" },
  },
  // What is decided on is what was looked at: a row names it.
  rowId: (row) => `${row.code} ${row.source} ${row.base}`,
  read: (context, query, stretch) => listDrift(context, { ...driftFilter(query), ...stretch }),
  columns: ({ zone }) => driftColumns(zone),
});
