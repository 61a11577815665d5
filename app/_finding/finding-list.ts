import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { SEVERITIES, SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { FINDING_SOURCE_WORDS, FINDING_SOURCES, FINDING_STATUS_WORDS, FINDING_STATUSES } from "#lib/findings/client.ts";
import { listFindings, type FindingListRow } from "#lib/findings/index.ts";
import { findingColumns } from "./finding-columns.tsx";

/** What an address of the register filters by. */
export function findingFilter(query: Query) {
  const word = (name: string) => addressValue(query, name);
  return {
    status: FINDING_STATUSES.find((one) => one === word("status")),
    severity: SEVERITIES.find((one) => one === word("severity")),
    source: FINDING_SOURCES.find((one) => one === word("source")),
    ownerMemberId: word("owner"),
    controlCode: word("control"),
    requirement: requirementOf(word("requirement")),
    standing: word("standing") === "yes" ? true : undefined,
    late: word("late") === "yes" ? true : undefined,
    text: word("q")?.slice(0, 100),
    order: word("order") === "due" ? ("due" as const) : undefined,
  };
}

/** Framework and code, as an address joins them: neither has a tilde. */
function requirementOf(value: string | undefined): { frameworkKey: string; code: string } | undefined {
  const [frameworkKey = "", code = ""] = value?.split("~") ?? [];
  return frameworkKey === "" || code === "" || frameworkKey.length > 64 || code.length > 64 ? undefined : { frameworkKey, code };
}

export const findingList = defineList<FindingListRow, { today: string }>({
  key: "findings",
  page: "findings",
  title: "Findings",
  filters: {
    status: { label: "State", word: wordIn(FINDING_STATUS_WORDS) },
    severity: { label: "Severity", word: wordIn(SEVERITY_WORDS) },
    source: { label: "Source", word: wordIn(FINDING_SOURCE_WORDS) },
    owner: { label: "Owner" },
    control: { label: "Control" },
    requirement: { label: "Requirement", word: (value) => requirementOf(value)?.code },
    standing: { label: "Standing", word: wordIn({ yes: "Not settled, or accepted" }) },
    late: { label: "Late", word: wordIn({ yes: "Yes" }) },
    q: { label: "Words", operator: "contains" },
    order: { label: "In order of", word: wordIn({ due: "Due date" }) },
  },
  rowId: (row) => row.id,
  read(context, query, stretch) {
    const { status, ...filter } = findingFilter(query);
    return listFindings(context, { ...filter, status: status === undefined ? undefined : [status], ...stretch });
  },
  columns: () => findingColumns(),
});
