import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { actedFor } from "#lib/acting/index.ts";
import { commitmentsTo, provenCommitmentsTo, type Commitment } from "#lib/ledger/index.ts";
import { newestInspection, newestRelease, type FileInspection, type FileRelease } from "#lib/inspection/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import type { ReviewDecision } from "#prisma/generated/enums.ts";
import { authorName } from "./author-name.ts";
import { findEvidenceDetail, packetsWith, type CitingPacket, type EvidenceDetail } from "./evidence-detail.repository.ts";
import { answersOf, namesOfAuthors, type AnsweredRequest } from "./evidence-list.repository.ts";
import { ownWorkOf } from "./own-work.ts";
import { findSource, RECORD_KINDS, type SourceRecord } from "./sources.repository.ts";

export type EvidencePage = Omit<EvidenceDetail, "reviews"> & {
  submitter: string;
  /** In whose stead, where it was somebody's. */
  insteadOf: string[];
  /** Whether the person who looks submitted it in their own words, or by a key of theirs, and so may not review it. */
  ownWork: boolean;
  /** The record it refers to, as it is now; null for files and notes, which are their own source. */
  source: SourceRecord | null;
  /** Whether the record's hash is still the one that was recorded; null for files and notes. */
  sourceMatches: boolean | null;
  answers: Omit<AnsweredRequest, "evidenceId">[];
  reviews: { id: string; decision: ReviewDecision; reason: string; reviewer: string; at: Date }[];
  packets: CitingPacket[];
  /** What is known of its file's content; null for what is no file, and until it was looked into. */
  inspection: FileInspection | null;
  /** Who let the file out in which the virus scanner found something. */
  release: (FileRelease & { releaser: string }) | null;
  /** How far the ledger's commitment to it goes; null when it has no entry. */
  commitment: Commitment | null;
};

/**
 * One evidence with its whole chain: source, evidence, requests and controls it answers, reviews, packets that carry it.
 *
 * @throws AppError not_found, also for what an auditor may not see
 */
export const readEvidence = defineVerb({
  name: "evidence.read",
  permission: "evidence.read",
  effect: "read",
  /** The id, or how people cite it: EV-1031. */
  input: z.strictObject({ reference: idInput }),
  async run({ tx, scope, context, input }): Promise<EvidencePage> {
    const detail = await findEvidenceDetail(tx, scope, cited(input.reference));
    if (detail === null) throw notFound("evidence");
    const { reviews, ...evidence } = detail;
    const kind = RECORD_KINDS.find((one) => one === evidence.sourceKind);
    const source = kind === undefined ? null : await findSource(tx, scope.organizationId, kind, evidence.sourceId);
    const answers = await answersOf(tx, scope, [evidence.id]);
    const inspection = evidence.blobSha256 === null ? null : await newestInspection(tx, scope.organizationId, evidence.blobSha256);
    const release = inspection?.scanVerdict === "infected" ? await newestRelease(tx, scope.organizationId, inspection.sha256) : null;
    const names = await namesOfAuthors(tx, scope.organizationId, [evidence.submittedBy, ...reviews.map((one) => one.reviewedBy), ...(release === null ? [] : [release.releasedBy])]);
    const isOwn = await ownWorkOf(tx, scope.organizationId, context.actor, [evidence]);
    return {
      ...evidence,
      submitter: authorName(evidence.submittedBy, names),
      insteadOf: ((await actedFor(tx, scope.organizationId, [evidence.id])).get(evidence.id) ?? []).map((one) => one.name),
      ownWork: isOwn(evidence),
      source,
      sourceMatches: kind === undefined ? null : source?.sha256 === evidence.sourceHash,
      inspection,
      release: release === null ? null : { ...release, releaser: authorName(release.releasedBy, names) },
      answers: answers.map(({ evidenceId: _, ...answer }) => answer),
      // An auditor is shown the judgement in force, not the organization's way to it.
      reviews: (scope.engagement === null ? reviews : reviews.slice(0, 1)).map(({ reviewedBy, recordedAt, ...review }) => ({ ...review, reviewer: authorName(reviewedBy, names), at: recordedAt })),
      packets: await packetsWith(tx, scope, evidence.id, [...new Set(answers.map((one) => one.controlId))]),
      commitment: (await commitmentsTo(tx, scope.organizationId, submissionOf(evidence.id)))[0] ?? null,
    };
  },
});

/** The ledger's entry about the submission; reviews have entries of their own. */
const submissionOf = (evidenceId: string) => ({ subjectIds: [evidenceId], kind: "evidence", limit: 1 });

/** The proof that the ledger holds an evidence, as a file, and what it is called. */
export type EvidenceProof = { fileName: string; text: string };

/**
 * The proof that the submission of an evidence stands in the signed ledger (c2sp.org/tlog-proof): anybody who holds the
 * ledger's key judges it without Tickmark.
 *
 * @throws AppError not_found, also for what an auditor may not see; conflict while no checkpoint covers it
 */
export const readEvidenceProof = defineVerb({
  name: "evidence.read_proof",
  permission: "evidence.read",
  effect: "read",
  input: z.strictObject({ reference: idInput }),
  async run({ tx, scope, input }): Promise<EvidenceProof> {
    const detail = await findEvidenceDetail(tx, scope, cited(input.reference));
    if (detail === null) throw notFound("evidence");
    const [own] = await provenCommitmentsTo(tx, scope.organizationId, submissionOf(detail.id));
    if (own?.proof == null) throw new AppError("conflict", "not_signed_yet", "The ledger has not been signed since this was submitted: it is within the hour. Come back then.");
    return { fileName: `EV-${detail.number}.tlog-proof`, text: own.proof };
  },
});

function cited(reference: string): { id: string } | { number: number } {
  const number = /^EV-([1-9]\d{0,8})$/.exec(reference)?.[1];
  return number === undefined ? { id: reference } : { number: Number(number) };
}
