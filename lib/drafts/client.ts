/** The door of `lib/drafts` for browser code: pure words and kinds. */
export { EDITED_PART_NAMES, EDITED_PARTS, type ControlTexts, type EditedPart } from "./control-texts.ts";
export { DRAFT_STATE_WORDS, DRAFT_STATES, proposalText, type DraftState } from "./draft.ts";
