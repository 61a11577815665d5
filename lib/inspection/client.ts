/** The door of `lib/inspection` for browser code and for pages. */
export { FINDING_WORDS, type FileFinding, type FindingKind } from "./findings.ts";
export { fileFindings } from "./file-findings.ts";
export { shownType } from "./type-by-name.ts";
