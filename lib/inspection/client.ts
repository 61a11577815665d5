/** The door of `lib/inspection` for browser code and for pages. */
export { FINDING_WORDS, type FileFinding, type FindingKind } from "./findings.ts";
export { nameFits, shownType } from "./type-by-name.ts";
