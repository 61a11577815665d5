/** The door of `lib/rules` for browser code: words and bounds. */
export { RULE_LIMITS } from "./limits.ts";
export { RULE_STANDINGS, RULE_STANDING_WORDS, TEXT_STAGES, TEXT_STAGE_WORDS, type RuleStandingState, type TextKind, type TextStage } from "./words.ts";
