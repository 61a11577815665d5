import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { SEVERITIES, SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { listRules, pageOfRules, type RuleOrigin, type RuleRow } from "#lib/rules/index.ts";
import { ruleColumns } from "./rule-columns.tsx";
import { RULE_STATE_WORDS } from "./rule-state.tsx";

export const RULE_ORIGIN_WORDS: Readonly<Record<RuleOrigin, string>> = { shipped: "Shipped", own: "Own", imported: "Imported" };
export const RULE_ORIGINS = Object.keys(RULE_ORIGIN_WORDS) as RuleOrigin[];
export const RULE_STATES = Object.keys(RULE_STATE_WORDS) as RuleRow["state"][];

/** What an address of the list of rules filters by. */
export function ruleFilter(query: Query) {
  const [severity, state, origin] = [addressValue(query, "severity"), addressValue(query, "state"), addressValue(query, "origin")];
  return { text: addressValue(query, "q")?.toLowerCase(), severity: SEVERITIES.find((one) => one === severity), state: RULE_STATES.find((one) => one === state), origin: RULE_ORIGINS.find((one) => one === origin) };
}

function matches(rule: RuleRow, { text, severity, state, origin }: ReturnType<typeof ruleFilter>): boolean {
  if (severity !== undefined && rule.severity !== severity) return false;
  if (state !== undefined && rule.state !== state) return false;
  if (origin !== undefined && rule.origin !== origin) return false;
  return text === undefined || [rule.title, rule.ruleKey, rule.author ?? "", rule.license ?? "", ...rule.controlCodes, ...rule.tags].some((part) => part.toLowerCase().includes(text));
}

export const ruleList = defineList<RuleRow, { all: RuleRow[]; matching: RuleRow[] }>({
  key: "rules",
  page: "rules",
  title: "Rules",
  filters: {
    severity: { label: "Severity", word: wordIn(SEVERITY_WORDS) },
    state: { label: "State", word: wordIn(RULE_STATE_WORDS) },
    origin: { label: "From", word: wordIn(RULE_ORIGIN_WORDS) },
    q: { label: "Title, control, ATT&CK, author or licence", operator: "contains" },
  },
  rowId: (row) => row.ruleKey,
  async read(context, query, stretch) {
    const all = await listRules(context);
    const filter = ruleFilter(query);
    const matching = all.filter((rule) => matches(rule, filter));
    return { ...pageOfRules(matching, stretch), all, matching };
  },
  columns: ({ zone }) => ruleColumns(zone),
});
