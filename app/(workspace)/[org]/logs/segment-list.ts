import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { SCAN_STATUSES } from "#lib/logs/client.ts";
import { listSegments, type SegmentRow } from "#lib/logs/index.ts";
import { segmentColumns } from "./segment-columns.tsx";
import { SEGMENT_STATE_WORDS } from "./segment-state.tsx";

/** What an address of the list of log segments filters by. */
export function segmentFilter(query: Query) {
  const state = addressValue(query, "state");
  return { sourceId: addressValue(query, "source"), status: SCAN_STATUSES.find((value) => value === state) };
}

export const segmentList = defineList<SegmentRow>({
  key: "logs",
  page: "logs",
  title: "Log segments",
  filters: { source: { label: "Source" }, state: { label: "State", word: wordIn(SEGMENT_STATE_WORDS) } },
  rowId: (row) => row.id,
  read: (context, query, { cursor, size }) => listSegments(context, { ...segmentFilter(query), cursor, pageSize: size }),
  columns: ({ zone }) => segmentColumns(zone),
});
