/** The parts of a control that people edit, in the order in which a form has them. */
export const EDITED_PARTS = {
  title: "Title", statement: "Statement", scope: "Scope", kind: "Kind", frequency: "Frequency", trigger: "Trigger", criticality: "Criticality of the systems in scope", ownerTeam: "Team", processOwners: "Process owners",
  context: "Context", guidance: "Guidance", designTest: "Test of design", operatingTest: "Test of operating effectiveness", howTested: "How it is tested", whySufficient: "Why that is sufficient", auditorValidates: "What the auditor validates", linkNote: "Links for non-public tracking",
} as const;
export type EditedPart = keyof typeof EDITED_PARTS;
export const EDITED_PART_NAMES = Object.keys(EDITED_PARTS) as EditedPart[];

/** A control as a form has it: every part as text; empty where nothing is said, one process owner a line, the steps of a test as its file has them. */
export type ControlTexts = Record<EditedPart, string>;
