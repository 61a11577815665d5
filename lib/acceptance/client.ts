/** The door of `lib/acceptance` for browser code and pages. */
export { ruleName, type RuleStanding, type RuleStep } from "./acceptance-rule.ts";
