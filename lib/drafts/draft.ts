import type { MappingOrigin, MappingStrength } from "#prisma/generated/enums.ts";

/** Where a draft stands. The first three are open: something may still become of it. */
export const DRAFT_STATES = ["draft", "in_review", "returned", "approved", "withdrawn"] as const;
export type DraftState = (typeof DRAFT_STATES)[number];
export const OPEN_STATES = ["draft", "in_review", "returned"] as const satisfies readonly DraftState[];

export const DRAFT_STATE_WORDS: Readonly<Record<DraftState, string>> = {
  draft: "Not sent yet", in_review: "Waits for approval", returned: "Returned", approved: "Approved", withdrawn: "Withdrawn",
};

/** What is done with a draft. */
export const DRAFT_ACTS = ["submitted", "approved", "returned", "withdrawn"] as const;
export type DraftAct = (typeof DRAFT_ACTS)[number];

export function isOpen(state: DraftState): boolean {
  return (OPEN_STATES as readonly DraftState[]).includes(state);
}

/** The parts of a control whose text another person approves; the others are recorded as they are saved. */
export const APPROVED_PARTS = ["statement", "scope"] as const;
export type ApprovedPart = (typeof APPROVED_PARTS)[number];

/** One pair of control and requirement as a draft wants it, and the version of it that it was changed from; null where there was none. */
export type ProposedMapping = {
  frameworkKey: string;
  requirementCode: string;
  strength: MappingStrength;
  rationale: string;
  origin: MappingOrigin;
  retracted: boolean;
  base: string | null;
};

/** What a draft proposes. A part that it leaves as it is is null. */
export type Proposal = Record<ApprovedPart, string | null> & { mappings: ProposedMapping[] };

export const NOTHING_PROPOSED: Proposal = { statement: null, scope: null, mappings: [] };

/** Whether something is proposed at all. */
export function proposesSomething({ statement, scope, mappings }: Proposal): boolean {
  return statement !== null || scope !== null || mappings.length > 0;
}

/** What a draft changes, for a line of a list: "Statement, scope, 3 mappings". */
export function proposalText({ statement, scope, mappings }: Pick<Proposal, "statement" | "scope"> & { mappings: { length: number } }): string {
  const parts = [statement === null ? "" : "statement", scope === null ? "" : "scope", mappings.length === 0 ? "" : `${mappings.length} ${mappings.length === 1 ? "mapping" : "mappings"}`].filter((part) => part !== "");
  const text = parts.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
