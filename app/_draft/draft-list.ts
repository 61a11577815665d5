import { addressValue } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { DRAFT_STATE_WORDS, DRAFT_STATES } from "#lib/drafts/client.ts";
import { listDrafts, type DraftList, type DraftRow } from "#lib/drafts/index.ts";
import { draftColumns } from "./draft-columns.tsx";

export const draftList = defineList<DraftRow, DraftList>({
  key: "drafts",
  page: "controls/drafts",
  title: "Drafts",
  filters: { state: { label: "Status", word: (value) => DRAFT_STATES.filter((one) => one === value).map((one) => DRAFT_STATE_WORDS[one])[0] } },
  // What is approved is what was looked at: a row names its revision too.
  rowId: (row) => `${row.id} ${row.revision}`,
  read(context, query, stretch) {
    const asked = addressValue(query, "state");
    return listDrafts(context, { state: DRAFT_STATES.find((one) => one === asked), ...stretch });
  },
  columns: ({ zone }) => draftColumns(zone),
});
