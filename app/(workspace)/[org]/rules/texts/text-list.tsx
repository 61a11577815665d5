import Link from "next/link";
import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { LISTED_STAGES, TEXT_ORIGIN_WORDS, TEXT_ORIGINS, TEXT_STAGE_WORDS } from "#lib/rules/client.ts";
import { listRuleTexts, type RuleTextRow } from "#lib/rules/index.ts";
import { TextStageWord } from "./text-stage.tsx";

const column = columnsOf<RuleTextRow>();

/** What an address of the list of texts filters by. */
export function textFilter(query: Query) {
  const [stage, origin] = [addressValue(query, "stage"), addressValue(query, "origin")];
  return { text: addressValue(query, "q")?.slice(0, 100).trim() || undefined, stage: LISTED_STAGES.find((one) => one === stage), origin: TEXT_ORIGINS.find((one) => one === origin) };
}

export const textList = defineList<RuleTextRow>({
  key: "rule_texts",
  page: "rules/texts",
  title: "Texts of rules",
  filters: {
    stage: { label: "Stage", word: wordIn(TEXT_STAGE_WORDS) },
    origin: { label: "Kind", word: wordIn(TEXT_ORIGIN_WORDS) },
    q: { label: "Words", operator: "contains" },
  },
  rowId: (row) => row.id,
  read: (context, query, { cursor, size }) => listRuleTexts(context, { ...textFilter(query), cursor, size }),
  columns: ({ zone, path }) => column.columns([
    column.accessor("title", { header: "Text", enableSorting: false, cell: ({ row }) => <Link prefetch={false} className="link" href={`${path}/${row.original.id}`}>{row.original.title}</Link>, meta: { rowHeader: true } }),
    column.accessor((row) => TEXT_ORIGIN_WORDS[row.origin], { id: "origin", header: "Kind", enableSorting: false, meta: { width: 104, muted: true, narrow: "left" } }),
    column.accessor((row) => TEXT_STAGE_WORDS[row.stage], { id: "stage", header: "Stage", enableSorting: false, cell: ({ row }) => <TextStageWord stage={row.original.stage} />, meta: { width: 124, narrow: "left" } }),
    column.accessor("version", { header: "Version", enableSorting: false, meta: { width: 76, align: "right", narrow: "hide" } }),
    column.accessor((row) => row.author ?? "not stated", { id: "author", header: "Author", enableSorting: false, meta: { width: 150, narrow: "hide" } }),
    column.accessor((row) => row.license ?? "not stated", { id: "license", header: "Licence", enableSorting: false, meta: { width: 150, narrow: "hide", hideBelow: "lg" } }),
    column.accessor("savedByName", { header: "Saved by", enableSorting: false, meta: { width: 116, muted: true, narrow: "left" } }),
    column.accessor("savedAt", { header: "Saved", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="date" />, meta: { width: 104, align: "right", narrow: "right" } }),
  ]),
});
