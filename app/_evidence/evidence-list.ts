import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { FILE_FILTERS, REVIEW_STATES, SOURCE_KIND_WORDS, type FileFilter } from "#lib/evidence/client.ts";
import { listEvidence, type EvidenceList, type EvidenceRow } from "#lib/evidence/index.ts";
import { SourceKind } from "#prisma/generated/enums.ts";
import { evidenceColumns, reviewWord } from "./evidence-table.tsx";

/** What an address of the list of evidence filters by. */
export function evidenceFilter(query: Query) {
  const [source, review, file] = [addressValue(query, "source"), addressValue(query, "review"), addressValue(query, "file")];
  return {
    controlCode: addressValue(query, "control"),
    requestId: addressValue(query, "request"),
    sourceKind: Object.values(SourceKind).find((kind) => kind === source),
    reviewState: REVIEW_STATES.find((state) => state === review),
    held: addressValue(query, "held") === "yes",
    text: addressValue(query, "q")?.slice(0, 100).trim() || undefined,
    file: (Object.keys(FILE_FILTERS) as FileFilter[]).find((one) => one === file),
  };
}

export const evidenceList = defineList<EvidenceRow, EvidenceList>({
  key: "evidence",
  page: "evidence",
  title: "Evidence",
  filters: {
    control: { label: "Control" },
    request: { label: "Request" },
    source: { label: "Source", word: wordIn(SOURCE_KIND_WORDS) },
    file: { label: "File", word: wordIn(FILE_FILTERS) },
    q: { label: "Words", operator: "contains" },
    held: { label: "Legal hold", word: wordIn({ yes: "under hold" }) },
    review: { label: "Review", word: wordIn(Object.fromEntries(REVIEW_STATES.map((state) => [state, reviewWord(state)]))) },
  },
  rowId: (row) => row.id,
  read: (context, query, stretch) => listEvidence(context, { ...evidenceFilter(query), ...stretch }),
  columns: ({ zone }) => evidenceColumns(zone),
});
