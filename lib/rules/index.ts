export { adoptRules, adoptShippedRules, type AdoptedRules } from "./adopt-rules.ts";
export { compileVersion, type CompiledRule } from "./compile-text.ts";
export { COUNTED_FIRINGS, listRecordedRules, listRules, type RuleRow } from "./list-rules.ts";
export { readRecordedRule, readRule, readRuleVersion, type RuleVersionRow, type RuleView } from "./read-rule.ts";
export { findRuleVersion, findRuleVersionIds } from "./rule.repository.ts";
export { alertSeverity, shippedRules, type ShippedRules } from "./shipped-rules.ts";
