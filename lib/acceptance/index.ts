/** The door of `lib/acceptance` for servers: sources that are trusted, so that what comes from them is accepted by rule. */
export * from "./client.ts";
export { acceptingRule, type AcceptanceRule } from "./acceptance-rule.ts";
export { findRule, ruleNames, rulesThatAccept } from "./acceptance-rule.repository.ts";
export { approveRule, declineRule, endRule } from "./decide-rule.ts";
export { describeRules, type RuleView } from "./describe-rules.ts";
export { listRules, type AcceptanceRules } from "./list-rules.ts";
export { proposeRule } from "./propose-rule.ts";
