import { z } from "zod";
import { describeRules, findRule, type RuleView } from "#lib/acceptance/index.ts";
import { defineVerb, idInput, roleHolds, type Scope } from "#lib/access/index.ts";
import { actedFor } from "#lib/acting/index.ts";
import { holdsOn } from "#lib/holds/index.ts";
import { commitmentsTo, provenCommitmentsTo, rowDifferences, type Commitment, type RowDifference } from "#lib/ledger/index.ts";
import { newestInspection, newestRelease, type FileInspection, type FileRelease } from "#lib/inspection/index.ts";
import { isAhead } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { settingAt } from "#lib/settings/index.ts";
import { fileStanding, type FileStanding } from "#lib/stored-files/index.ts";
import type { ReviewDecision } from "#prisma/generated/enums.ts";
import { authorName } from "./author-name.ts";
import { retainedUntil, type Retention } from "./classification.ts";
import { findDisposals, findRetention, type Disposal } from "./retention.repository.ts";
import { asRedacted } from "./as-redacted.ts";
import { COMMITTED_EVIDENCE } from "./committed-evidence.ts";
import { newestRedactions, originalDisposedAt, type Redaction } from "./redaction.repository.ts";
import { findEvidenceDetail, packetsWith, type CitingPacket, type EvidenceDetail } from "./evidence-detail.repository.ts";
import { answersOf, namesOfAuthors, type AnsweredRequest } from "./evidence-list.repository.ts";
import { goodAt } from "./freshness.ts";
import { ownWorkOf } from "./own-work.ts";
import { claimsSameTime } from "./replacement.ts";
import { isMachineMade } from "./source-words.ts";
import { findSource, RECORD_KINDS, type SourceRecord } from "./sources.repository.ts";
import { olderAnswers, predecessorsOf, successorsOf, type OlderAnswer, type SupersessionLink } from "./supersession.repository.ts";

export type EvidencePage = Omit<EvidenceDetail, "reviews"> & {
  submitter: string;
  /** In whose stead, where it was somebody's. */
  insteadOf: string[];
  /** Recorded later than this machine's clock says it is. */
  isAhead: boolean;
  /** Whether the person who looks submitted it in their own words, or by a key of theirs, and so may not review it. */
  ownWork: boolean;
  /** The record it refers to, as it is now; null for files and notes, which are their own source. */
  source: SourceRecord | null;
  /** Whether the record's hash is still the one that was recorded; null for files and notes. */
  sourceMatches: boolean | null;
  answers: Omit<AnsweredRequest, "evidenceId">[];
  reviews: { id: string; decision: ReviewDecision; reason: string; reviewer: string; at: Date; isAhead: boolean }[];
  /** The rule that accepted it, while that is its judgement. */
  acceptedBy: RuleView | null;
  packets: CitingPacket[];
  /** What takes its place, and whose place it takes. */
  successors: PlaceTaken[];
  predecessors: PlaceTaken[];
  /** Older accepted evidence whose place it could take, for whoever reviews it. */
  couldReplace: OlderAnswer[];
  /** What is known of its file's content; null for what is no file, and until it was looked into. */
  inspection: FileInspection | null;
  /** How its file was found when it was last read to its end; null for what is no file, and until it is read. */
  storage: FileStanding;
  /** Who let the file out in which the virus scanner found something. */
  release: (FileRelease & { releaser: string }) | null;
  /** The redacted version, which is what its file is for everybody; null where nothing was taken out. */
  redaction: (Pick<Redaction, "removed" | "reason" | "commitment" | "madeAt"> & { maker: string; /** For who may open the original, while it is there. */ original: { sha256: string; fileName: string; salt: string } | null; originalDisposedAt: Date | null }) | null;
  /** That its content was destroyed, and why; null while it is there. */
  disposal: (Omit<Disposal, "by"> & { approver: string }) | null;
  /** How widely it may be known, and until when it is kept; null for an auditor. */
  retention: (Retention & { until: Date }) | null;
  /** Legal holds that stand over it; none for an auditor, who is not told. */
  holds: { id: string; reason: string; placedByName: string; placedAt: Date }[];
  /** How far the ledger's commitment to it goes; null when it has no entry. */
  commitment: Commitment | null;
  /** Where it, or its review, is not what the ledger commits to: it was changed past Tickmark. */
  changed: RowDifference | null;
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
  async run({ tx, scope, context, input, now }): Promise<EvidencePage> {
    const detail = await findEvidenceDetail(tx, scope, cited(input.reference));
    if (detail === null) throw notFound("evidence");
    const { reviews, ...original } = detail;
    const redacted = (await newestRedactions(tx, scope.organizationId, [original.id])).get(original.id);
    const evidence = asRedacted(original, redacted);
    const kind = RECORD_KINDS.find((one) => one === evidence.sourceKind);
    const source = kind === undefined ? null : await findSource(tx, scope.organizationId, kind, evidence.sourceId);
    const answers = await answersOf(tx, scope, [evidence.id]);
    const inspection = evidence.blobSha256 === null ? null : await newestInspection(tx, scope.organizationId, evidence.blobSha256);
    const storage = evidence.blobSha256 === null ? null : await fileStanding(tx, scope.organizationId, evidence.blobSha256);
    const release = inspection?.scanVerdict === "infected" ? await newestRelease(tx, scope.organizationId, inspection.sha256) : null;
    const disposal = (await findDisposals(tx, scope.organizationId, [evidence.id])).get(evidence.id) ?? null;
    const names = await namesOfAuthors(tx, scope.organizationId, [evidence.submittedBy, ...reviews.map((one) => one.reviewedBy), ...(release === null ? [] : [release.releasedBy]), ...(disposal === null ? [] : [disposal.by]), ...(redacted === undefined ? [] : [redacted.madeBy])]);
    const isOwn = await ownWorkOf(tx, scope.organizationId, context.actor, [evidence]);
    return {
      ...evidence,
      submitter: authorName(evidence.submittedBy, names),
      insteadOf: ((await actedFor(tx, scope.organizationId, [evidence.id])).get(evidence.id) ?? []).map((one) => one.name),
      ownWork: isOwn(evidence),
      source,
      isAhead: isAhead(evidence.recordedAt, now),
      sourceMatches: kind === undefined ? null : source?.sha256 === original.sourceHash,
      inspection,
      storage,
      release: release === null ? null : { ...release, releaser: authorName(release.releasedBy, names) },
      answers: answers.map(({ evidenceId: _, ...answer }) => answer),
      // An auditor is shown the judgement in force, not the organization's way to it.
      reviews: (scope.engagement === null ? reviews : reviews.slice(0, 1)).map(({ reviewedBy, recordedAt, ...review }) => ({ ...review, reviewer: authorName(reviewedBy, names), at: recordedAt, isAhead: isAhead(recordedAt, now) })),
      acceptedBy: await ruleOf(tx, scope.organizationId, reviews[0]?.reviewedBy, now),
      packets: await packetsWith(tx, scope, evidence.id, [...new Set(answers.map((one) => one.controlId))]),
      redaction: redacted === undefined ? null : await redactionOf({ tx, scope, context }, original, redacted, names),
      disposal: disposal === null ? null : { at: disposal.at, reason: disposal.reason, content: disposal.content, approver: authorName(disposal.by, names) },
      retention: scope.engagement === null ? await retentionOf(tx, scope.organizationId, evidence.id) : null,
      holds: scope.engagement === null ? ((await holdsOn(tx, scope.organizationId, [evidence.id])).get(evidence.id) ?? []).map(({ id, reason, placedByName, placedAt }) => ({ id, reason, placedByName, placedAt })) : [],
      successors: await placesOf(tx, scope, await successorsOf(tx, scope.organizationId, evidence.id), (link) => link.successorId),
      predecessors: await placesOf(tx, scope, await predecessorsOf(tx, scope.organizationId, evidence.id), (link) => link.evidenceId),
      couldReplace: await couldReplace(tx, scope, detail, answers.map((one) => one.requestId)),
      changed: (await rowDifferences(tx, scope.organizationId, COMMITTED_EVIDENCE, [evidence.id])).get(evidence.id) ?? null,
      commitment: (await commitmentsTo(tx, scope.organizationId, submissionOf(evidence.id)))[0] ?? null,
    };
  },
});

type Seen = { tx: TenantTransaction; scope: Scope; context: Context };

async function redactionOf({ tx, scope, context }: Seen, original: Omit<EvidenceDetail, "reviews">, redacted: Redaction, names: ReadonlyMap<string, string>): Promise<EvidencePage["redaction"]> {
  const { removed, reason, commitment, madeAt, salt } = redacted;
  const goneAt = await originalDisposedAt(tx, scope.organizationId, original.id);
  const may = context.actor.kind === "member" && roleHolds(context.actor.role, "evidence.read_original") && goneAt === null;
  return {
    removed, reason: scope.engagement === null ? reason : "", commitment, madeAt, maker: authorName(redacted.madeBy, names), originalDisposedAt: goneAt,
    original: may ? { sha256: original.sourceHash, fileName: original.fileName ?? "", salt } : null,
  };
}

async function retentionOf(tx: TenantTransaction, organizationId: string, evidenceId: string): Promise<EvidencePage["retention"]> {
  const retention = await findRetention(tx, organizationId, evidenceId);
  return retention === null ? null : { ...retention, until: retainedUntil(retention, await settingAt(tx, "evidence_retention_days")) };
}

/** One side of a replacement as a reader is told of it. */
export type PlaceTaken = { id: string; number: number; title: string; from: Date; reason: string; by: string; at: Date; /** Whether it holds: the newer one is accepted. */ holds: boolean };

/** An auditor is told of what they may open. */
async function placesOf(tx: TenantTransaction, scope: Scope, links: readonly SupersessionLink[], idOf: (link: SupersessionLink) => string): Promise<PlaceTaken[]> {
  const names = await namesOfAuthors(tx, scope.organizationId, links.map((one) => one.recordedBy));
  const told: PlaceTaken[] = [];
  for (const link of links) {
    const id = idOf(link);
    if (scope.engagement !== null && (await findEvidenceDetail(tx, scope, { id })) === null) continue;
    told.push({ id, number: link.number, title: link.title, from: link.replacedFrom, reason: link.reason, by: authorName(link.recordedBy, names), at: link.recordedAt, holds: link.successorState === "accepted" });
  }
  return told;
}

async function ruleOf(tx: TenantTransaction, organizationId: string, reviewedBy: string | undefined, now: Date): Promise<RuleView | null> {
  if (reviewedBy?.startsWith("rule:arl_") !== true) return null;
  const rule = await findRule(tx, organizationId, reviewedBy.slice("rule:".length));
  return rule === null ? null : ((await describeRules(tx, organizationId, [rule], now))[0] ?? null);
}

/** What an evidence that is not rejected could take the place of: documents that still claim the time in which it begins. */
async function couldReplace(tx: TenantTransaction, scope: Scope, evidence: EvidenceDetail, requestIds: readonly string[]): Promise<OlderAnswer[]> {
  if (scope.engagement !== null || evidence.reviewState === "rejected" || isMachineMade(evidence.sourceKind)) return [];
  const older = await olderAnswers(tx, scope.organizationId, { ...evidence, goodAt: goodAt(evidence), requestIds });
  return older.filter((one) => claimsSameTime(one, evidence));
}

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
