/** What can be talked about, and where: each kind of record that has comments. */
export const COMMENT_SUBJECTS = ["control", "evidence", "evidence_request", "engagement", "finding", "packet"] as const;
export type CommentSubjectKind = (typeof COMMENT_SUBJECTS)[number];

/** Who reads a comment: the organization's own people, or also the auditors whose engagement holds its subject. */
export const COMMENT_VISIBILITIES = ["internal", "shared_with_auditor"] as const;
export type CommentVisibility = (typeof COMMENT_VISIBILITIES)[number];

export type CommentView = {
  id: string;
  subjectKind: CommentSubjectKind;
  subjectId: string;
  author: string;
  byAuditor: boolean;
  mine: boolean;
  visibility: CommentVisibility;
  at: Date;
  /** As it stands; empty for an auditor once it is withdrawn. */
  text: string;
  /** Names that stand for people in the text, each written `@Name` there. */
  mentions: string[];
  /** When it was last changed; null when it never was. */
  editedAt: Date | null;
  /** Earlier texts, the newest first; none for auditors, who are told only that it was changed. */
  earlier: { at: Date; text: string }[];
  withdrawn: { at: Date; by: string; reason: string } | null;
  /** Until when the author may change it; null when they no longer may. */
  editableUntil: Date | null;
};
