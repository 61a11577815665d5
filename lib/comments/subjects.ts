import { authorize, type Permission, type Scope } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { requireEngagement } from "#lib/engagements/index.ts";
import { evidenceReference, findEvidenceDetail, findRequestNames } from "#lib/evidence/index.ts";
import { findingName, requireFinding } from "#lib/findings/index.ts";
import { packetName, requirePacket } from "#lib/packets/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { CommentSubjectKind } from "./comment.ts";

/** What a subject is called: code or name of the record, and its title. */
export type SubjectName = { code?: string; title: string };

export type CommentSubject = { subjectKind: CommentSubjectKind; subjectId: string };

/** Who may read a record may read and write comments on it. */
export const READS: Readonly<Record<CommentSubjectKind, Permission>> = {
  control: "controls.read",
  evidence: "evidence.read",
  evidence_request: "controls.read",
  engagement: "engagements.read",
  finding: "findings.read",
  packet: "packets.read",
};

/**
 * What a subject is called. Refuses one that this person does not see: another tenant's, one outside of the engagement, one that is not.
 * @throws AppError not_found, forbidden
 */
export async function requireSubject(tx: TenantTransaction, context: Context, scope: Scope, { subjectKind, subjectId: id }: CommentSubject): Promise<SubjectName> {
  authorize(context, READS[subjectKind]);
  switch (subjectKind) {
    case "control": {
      const [control] = await requireControls(tx, scope, [id]);
      return found("control", control ?? null);
    }
    case "evidence": {
      const { number, title } = found("evidence", await findEvidenceDetail(tx, scope, { id }));
      return { code: evidenceReference(number), title };
    }
    case "evidence_request":
      return found("evidence request", (await findRequestNames(tx, scope, [id])).get(id) ?? null);
    case "engagement":
      return { title: (await requireEngagement(tx, scope, id)).name };
    case "finding": {
      const finding = await requireFinding(tx, scope, id);
      return { code: findingName(finding), title: finding.title };
    }
    case "packet": {
      const { number, firstDay, lastDay } = await requirePacket(tx, scope, id);
      return { code: packetName(number), title: `for ${firstDay} to ${lastDay}` };
    }
  }
}

/**
 * Refuses where one of several subjects is none that this person sees. A control's page asks for all its requests at once.
 * @throws AppError not_found, forbidden
 */
export async function requireSubjects(tx: TenantTransaction, context: Context, scope: Scope, subjects: readonly CommentSubject[]): Promise<void> {
  const [requests, others] = [subjects.filter((one) => one.subjectKind === "evidence_request"), subjects.filter((one) => one.subjectKind !== "evidence_request")];
  for (const subject of others) await requireSubject(tx, context, scope, subject);
  if (requests.length === 0) return;
  authorize(context, READS.evidence_request);
  const names = await findRequestNames(tx, scope, requests.map((one) => one.subjectId));
  if (!requests.every((one) => names.has(one.subjectId))) throw notFound("evidence request");
}

function found<Row>(what: string, row: Row | null): Row {
  if (row === null) throw notFound(what);
  return row;
}
