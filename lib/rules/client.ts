/** The door of `lib/rules` for browser code: words and bounds. */
export { RULE_LIMITS } from "./limits.ts";
export { LISTED_STAGES, RULE_STANDING_WORDS, TEXT_ORIGIN_WORDS, TEXT_ORIGINS, TEXT_STAGE_WORDS, type RuleStandingState, type TextKind, type TextStage } from "./words.ts";
