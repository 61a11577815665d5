/**
 * How a change of a control's statement, scope or mappings came into force: another person approved it; its author applied it
 * because nobody else in the organization could; or the organization waives the second person.
 */
export const APPROVAL_KINDS = ["second_person", "alone", "waived"] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

/** Who stands behind a change. The draft is null only where a change was applied without one, which no second person can have approved. */
export type Approval = { draftId: string | null; kind: ApprovalKind; proposedBy: string; approvedBy: string };

/** Columns of an approval as versions and mappings store it; all null where nobody ever approved. */
export type StoredApproval = { draftId: string | null; approval: string | null; proposedBy: string | null; approvedBy: string | null };

export function approvalOf({ draftId, approval, proposedBy, approvedBy }: StoredApproval): Approval | null {
  const kind = APPROVAL_KINDS.find((one) => one === approval);
  return kind === undefined || proposedBy === null || approvedBy === null ? null : { draftId, kind, proposedBy, approvedBy };
}

export function storedApproval(approval: Approval | null): StoredApproval {
  return { draftId: approval?.draftId ?? null, approval: approval?.kind ?? null, proposedBy: approval?.proposedBy ?? null, approvedBy: approval?.approvedBy ?? null };
}

/** How it was approved, without names. */
export const APPROVAL_WORDS: Readonly<Record<ApprovalKind, string>> = {
  second_person: "by another person", alone: "without a second person: nobody else could approve it", waived: "without a second person: the organization waives one",
};

/** What a control's pages say of it. That nobody else looked is never left out. */
export function approvalText({ kind, proposedBy, approvedBy }: Approval, nameOf: (id: string) => string): string {
  switch (kind) {
    case "second_person": return `proposed by ${nameOf(proposedBy)}, approved by ${nameOf(approvedBy)}`;
    default: return `applied by ${nameOf(approvedBy)} ${APPROVAL_WORDS[kind]}`;
  }
}
