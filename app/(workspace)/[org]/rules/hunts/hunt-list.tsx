import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import { formatDays, TIME_WIDTH } from "#app/_ui/format-time.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { HUNT_STATUSES, huntName } from "#lib/hunts/client.ts";
import { listHunts, type HuntListRow } from "#lib/hunts/index.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { HUNT_CHOICE_WORDS, HUNT_STATUS_WORDS, HuntState, matchesText, stateWord } from "./hunt-state.tsx";

const column = columnsOf<HuntListRow>();

/** What an address of the list of retro-hunts filters by. */
export function huntFilter(query: Query) {
  const state = addressValue(query, "state");
  return { status: HUNT_STATUSES.find((one) => one === state) };
}

/** The days of a hunt, first and last included. */
export function huntDays({ fromAt, untilAt, timeZone }: Pick<HuntListRow, "fromAt" | "untilAt" | "timeZone">): { firstDay: string; lastDay: string } {
  return { firstDay: dayOf(fromAt, timeZone), lastDay: addDays(dayOf(untilAt, timeZone), -1) };
}

const daysText = (hunt: HuntListRow): string => {
  const { firstDay, lastDay } = huntDays(hunt);
  return formatDays(firstDay, lastDay);
};

export const huntList = defineList<HuntListRow>({
  key: "hunts",
  page: "rules/hunts",
  title: "Retro-hunts",
  filters: { state: { label: "State", word: wordIn(HUNT_STATUS_WORDS) } },
  rowId: (row) => row.id,
  read: (context, query, { cursor, size }) => listHunts(context, { ...huntFilter(query), cursor, pageSize: size }),
  columns: ({ zone }) => column.columns([
    column.accessor("reason", { header: "Why", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => huntName(row.number), { id: "number", header: "Code", enableSorting: false, meta: { width: 84, mono: true, muted: true, narrow: "left" } }),
    column.accessor((row) => HUNT_CHOICE_WORDS[row.choice], { id: "choice", header: "Looks with", enableSorting: false, meta: { width: 172, narrow: "left", hideBelow: "lg" } }),
    column.accessor((row) => daysText(row), { id: "days", header: "Days", enableSorting: false, meta: { width: 178, narrow: "full", narrowLabel: true } }),
    column.accessor((row) => stateWord(row), { id: "state", header: "State", enableSorting: false, cell: ({ row }) => <HuntState hunt={row.original} />, meta: { width: 128, narrow: "left" } }),
    column.accessor((row) => matchesText(row), { id: "matches", header: "Matches", enableSorting: false, meta: { width: 84, align: "right", narrow: "right", narrowLabel: true } }),
    column.accessor("requestedByName", { header: "Asked by", enableSorting: false, meta: { width: 116, muted: true, narrow: "hide", hideBelow: "lg" } }),
    column.accessor("requestedAt", { header: "Asked", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} />, meta: { width: TIME_WIDTH.minute, align: "right", narrow: "full", narrowLabel: true } }),
  ]),
});
