/** The door of `lib/disposal` for browser code. */
export { DISPOSITION_STATES, DISPOSITION_WORDS, type DispositionState } from "./disposition.ts";
