export { loadControlContent, mappingsToLint } from "./content.ts";
export type { LoadedControls } from "./content.ts";
export {
  CONTROL_FREQUENCIES,
  CONTROL_KINDS,
  CRITICALITIES,
  MAPPING_ORIGINS,
  MAPPING_RELATIONS,
  SECTION_HEADINGS,
  SOURCE_KINDS,
} from "./control.ts";
export type {
  ControlContent,
  ControlFrequency,
  ControlKind,
  ControlMapping,
  ControlSections,
  Criticality,
  EvidenceRequest,
  MappingOrigin,
  MappingRelation,
  SourceKind,
} from "./control.ts";
export type { LogExample, LogMatrix, LogMatrixField, LogMatrixRow } from "./log-matrix.ts";
export { parseControlFile } from "./parse-control-file.ts";
export { parseGlossary } from "./parse-glossary.ts";
export type { GlossaryWord } from "./parse-glossary.ts";
export { parseLogMatrix } from "./parse-log-matrix.ts";
