import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { SEVERITIES, SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { listRules, type RuleRow } from "#lib/rules/index.ts";
import { ruleColumns } from "./rule-columns.tsx";
import { RULE_STATE_WORDS } from "./rule-state.tsx";

export const RULE_STATES = Object.keys(RULE_STATE_WORDS) as RuleRow["state"][];

/** What an address of the list of rules filters by. */
export function ruleFilter(query: Query) {
  const [severity, state] = [addressValue(query, "severity"), addressValue(query, "state")];
  return { text: addressValue(query, "q")?.toLowerCase(), severity: SEVERITIES.find((one) => one === severity), state: RULE_STATES.find((one) => one === state) };
}

function matches(rule: RuleRow, { text, severity, state }: ReturnType<typeof ruleFilter>): boolean {
  if (severity !== undefined && rule.severity !== severity) return false;
  if (state !== undefined && rule.state !== state) return false;
  return text === undefined || [rule.title, rule.ruleKey, ...rule.controlCodes, ...rule.tags].some((part) => part.toLowerCase().includes(text));
}

export const ruleList = defineList<RuleRow, { all: RuleRow[] }>({
  key: "rules",
  page: "rules",
  title: "Rules",
  filters: {
    severity: { label: "Severity", word: wordIn(SEVERITY_WORDS) },
    state: { label: "State", word: wordIn(RULE_STATE_WORDS) },
    q: { label: "Title, control or ATT&CK", operator: "contains" },
  },
  rowId: (row) => row.ruleKey,
  // Some hundred at most, so all at once.
  async read(context, query) {
    const all = await listRules(context);
    const filter = ruleFilter(query);
    return { rows: all.filter((rule) => matches(rule, filter)), nextCursor: null, all };
  },
  columns: ({ zone }) => ruleColumns(zone),
});
