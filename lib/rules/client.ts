/** The door of `lib/rules` for browser code: words and bounds. */
export { RULE_LIMITS } from "./limits.ts";
export { RULE_STANDING_WORDS, TEXT_STAGE_WORDS, type RuleStandingState, type TextKind, type TextStage } from "./words.ts";
