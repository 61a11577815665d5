import type { Permission } from "#lib/access/index.ts";

/** What can be done in somebody's stead, and what a stand-in's own role has to allow for it. */
export const WORK_PERMISSIONS = {
  evidence_request: "evidence.submit",
  occurrence: "occurrences.perform",
  alert: "alerts.judge",
  incident: "incidents.manage",
  finding: "findings.remediate",
  evidence_review: "evidence.review",
  occurrence_review: "occurrences.review",
} as const satisfies Record<string, Permission>;

export type WorkKind = keyof typeof WORK_PERMISSIONS;

/** One thing that falls to somebody. */
export type Work = {
  kind: WorkKind;
  id: string;
  /** The control that it belongs to, where it belongs to one: who was given a control does what falls due of it. */
  controlId?: string | null;
};

/** What a delegation is of. */
export const DELEGATED_KINDS = ["everything", "control", "evidence_request", "occurrence", "alert", "incident", "finding"] as const;
export type DelegatedKind = (typeof DELEGATED_KINDS)[number];
