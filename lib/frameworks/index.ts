export { loadFrameworkContent } from "./content.ts";
export type { FrameworkContent, LoadedFile } from "./content.ts";
export { CROSSWALK_CONFIDENCES, CROSSWALK_RELATIONS, crosswalkEdges } from "./crosswalk.ts";
export type { Crosswalk, CrosswalkConfidence, CrosswalkEdge, CrosswalkRelation, CrosswalkRow, CrosswalkSource } from "./crosswalk.ts";
export type { Framework, FrameworkGroup, FrameworkRequirement } from "./framework.ts";
export { lintContent } from "./lint-content.ts";
export type { InFile, LintedContent, LintedMapping } from "./lint-content.ts";
export { parseCrosswalkFile } from "./parse-crosswalk-file.ts";
export { parseFrameworkFile } from "./parse-framework-file.ts";
