export { acceptProposals } from "./accept-proposals.ts";
export { mapControls } from "./map-controls.ts";
export type { Proposal } from "./proposals.ts";
export { readMappingEditor, type EditedRequirement, type MadeMapping, type MappingEditor, type WaitingMapping } from "./read-mapping-editor.ts";
export { OUTLOOKS, readOutlook, type Outlook, type OutlookLine, type OutlookPage } from "./read-outlook.ts";
export { retractMappings } from "./retract-mappings.ts";
export { undoMappings } from "./undo-mappings.ts";
