export { findRuleVersionIds } from "./rule.repository.ts";
