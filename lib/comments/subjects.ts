import { authorize, type Permission, type Scope } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { requireEngagement } from "#lib/engagements/index.ts";
import { findEvidenceDetail, requestIdsInScope } from "#lib/evidence/index.ts";
import { requirePacket } from "#lib/packets/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { CommentSubjectKind } from "./comment.ts";

export type CommentSubject = { subjectKind: CommentSubjectKind; subjectId: string };

/** Who may read a record may read and write comments on it. */
const READS: Readonly<Record<CommentSubjectKind, Permission>> = {
  control: "controls.read",
  evidence: "evidence.read",
  evidence_request: "controls.read",
  engagement: "engagements.read",
  packet: "packets.read",
};

/**
 * Refuses a subject that this person does not see: another tenant's, one outside of the engagement, one that is not.
 * @throws AppError not_found, forbidden
 */
export async function requireSubject(tx: TenantTransaction, context: Context, scope: Scope, { subjectKind, subjectId: id }: CommentSubject): Promise<void> {
  authorize(context, READS[subjectKind]);
  switch (subjectKind) {
    case "control":
      await requireControls(tx, scope, [id]);
      return;
    case "evidence":
      if ((await findEvidenceDetail(tx, scope, { id })) === null) throw notFound("evidence");
      return;
    case "evidence_request":
      if ((await requestIdsInScope(tx, scope, { requestId: id })).length === 0) throw notFound("evidence request");
      return;
    case "engagement":
      await requireEngagement(tx, scope, id);
      return;
    case "packet":
      await requirePacket(tx, scope, id);
  }
}
