import type { VerbArguments } from "#lib/access/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { recordActing, steadOf } from "#lib/acting/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { nextNumber } from "#lib/platform/next-number.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { reliedOnLength, uploadedBy } from "#lib/uploads/index.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";
import { acceptTrusted } from "./accept-trusted.ts";
import { committedEvidence } from "./committed-evidence.ts";
import { recordPeriod, statedPeriod, type EffectivePeriod } from "./effective-period.ts";
import type { ParsedEvidence } from "./evidence-input.ts";
import { insertEvidence, lockRequests, newestOfSource, writeFacts, type LockedRequest, type NewEvidence, type StoredEvidence } from "./evidence.repository.ts";
import { judgeWhenInspected } from "./judge-trusted.ts";
import { afterSubmission } from "./request-facts.ts";
import { reviewByRule } from "./record-review.ts";
import { findSource } from "./sources.repository.ts";
import { admits } from "./source-words.ts";
import { tellReviewers } from "./tell-people.ts";

export type RecordedEvidence = { id: string; number: number; acceptedByRule: boolean; /** Whether it was there already, so that nothing was recorded. */ repeated: boolean };

type Source = Pick<NewEvidence, "sourceId" | "sourceHash" | "fileName" | "mediaType" | "byteLength" | "blobSha256" | "originalPath" | "originalModifiedAt" | "webAddress"> & EffectivePeriod & {
  /** Whether a rule may accept it: a finished record, with the time that is its own. */
  selfEvident: boolean;
};

/** A second click comes within this; a second version of a document does not. */
const DOUBLE_CLICK_MS = 60_000;

/**
 * Records an evidence inside the transaction of another act: row, answers, state, facts of the requests, ledger entry and
 * audit-trail row. What Tickmark itself submits from a finished record is accepted by rule. Repeating it changes nothing.
 *
 * @throws AppError not_found (source, request), validation (period, kind that a request does not admit), precondition_failed (retired request)
 */
export async function recordEvidence(args: VerbArguments<unknown>, input: ParsedEvidence): Promise<RecordedEvidence> {
  const { tx, context, now } = args;
  const { organizationId } = context;
  const requestIds = [...new Set(input.requestIds)].sort();
  const requests = await admittingRequests(args, input.source.kind, requestIds);
  const timeZone = await timeZoneOf(tx, organizationId);
  const collectedAt = collectionInstant(input.collectedAt, timeZone, now);
  const source = await resolveSource(args, input, { collectedAt, timeZone }, Math.max(...requests.map((one) => one.freshnessDays)));
  const repeated = await repeatOf(args, input, source, requestIds);
  if (repeated !== null) {
    args.unchanged();
    return { id: repeated.id, number: repeated.number, acceptedByRule: false, repeated: true };
  }
  const { from, until, selfEvident, ...fields } = source;
  const evidence: NewEvidence = {
    id: newId("evi", now.getTime()), number: await nextNumber(tx, organizationId, "EV"),
    title: input.title, sourceKind: input.source.kind, note: input.note, ...fields, collectedAt,
    effectiveFrom: from, effectiveUntil: until, submittedBy: actorId(context.actor), recordedAt: now,
  };
  await insertEvidence(tx, organizationId, evidence, requestIds, input.classification);
  for (const request of requests) await writeFacts(tx, organizationId, request.id, afterSubmission(request.facts));
  await account(args, evidence, requests);
  const acceptedByRule = await judgeAtOnce(args, { ...evidence, reviewState: "awaiting", requestIds }, selfEvident);
  return { id: evidence.id, number: evidence.number, acceptedByRule, repeated: false };
}

/** Whether a rule accepted it in the act; who may review is told otherwise, at once or when its file was looked into. */
async function judgeAtOnce(args: VerbArguments<unknown>, evidence: StoredEvidence, selfEvident: boolean): Promise<boolean> {
  if (selfEvident && args.context.actor.kind === "system") {
    await reviewByRule(args, evidence);
    return true;
  }
  const outcome = await acceptTrusted(args, evidence);
  if (outcome === "waits") await judgeWhenInspected(args.tx, evidence.id, args.now);
  if (outcome === "left") await tellReviewers(args, evidence);
  return outcome === "accepted";
}

async function admittingRequests({ tx, context }: VerbArguments<unknown>, kind: SourceKind, ids: readonly string[]): Promise<LockedRequest[]> {
  const requests = await lockRequests(tx, context.organizationId, ids);
  if (requests.length !== ids.length) throw notFound("evidence request");
  const retired = requests.find((request) => request.retiredAt !== null);
  if (retired !== undefined) throw new AppError("precondition_failed", "request_retired", `“${retired.title}” is no longer asked; nothing was submitted.`);
  const refusing = requests.filter((request) => !admits(request.sourceKinds, kind));
  if (refusing.length > 0) {
    const names = refusing.map((request) => `“${request.title}”`).join(", ");
    throw new AppError("validation", "kind_not_admitted", "Nothing was submitted.", [{ path: "requestIds", message: `${names} cannot be answered by a source of this kind.` }]);
  }
  return requests;
}

function collectionInstant(given: string | Date | undefined, timeZone: string, now: Date): Date {
  if (given === undefined) return now;
  const today = typeof given === "string" && given === dayOf(now, timeZone);
  const at = today ? now : typeof given === "string" ? periodInstants({ firstDay: given, lastDay: given, timeZone }).from : given;
  if (at > now) throw new AppError("validation", "collected_in_future", "Nothing was submitted.", [{ path: "collectedAt", message: "It cannot have been collected in the future." }]);
  return at;
}

async function resolveSource(args: VerbArguments<unknown>, input: ParsedEvidence, frame: { collectedAt: Date; timeZone: string }, longest: number): Promise<Source> {
  const { tx, context } = args;
  const none = { fileName: null, mediaType: null, byteLength: null, blobSha256: null, originalPath: null, originalModifiedAt: null, webAddress: null };
  const { source } = input;
  if (source.kind === "note") {
    if (input.note === "") throw new AppError("validation", "note_empty", "Nothing was submitted.", [{ path: "note", message: "Write the note." }]);
    const hash = sha256Hex(input.note);
    return { ...none, sourceId: hash, sourceHash: hash, ...statedPeriod(input.period, frame, longest), selfEvident: false };
  }
  if (source.kind === "link") {
    const hash = sha256Hex(source.address);
    return { ...none, webAddress: source.address, sourceId: hash, sourceHash: hash, ...statedPeriod(input.period, frame, longest), selfEvident: false };
  }
  if (source.kind === "upload") {
    const byteLength = await reliedOnLength(tx, context.organizationId, source.sha256);
    const known = context.actor.kind === "system" || (await uploadedBy(tx, context.organizationId, source.sha256, actorId(context.actor)));
    if (byteLength === null || !known) throw notFound("upload");
    return {
      ...none, sourceId: source.sha256, sourceHash: source.sha256, fileName: source.fileName, mediaType: source.mediaType, byteLength, blobSha256: source.sha256,
      originalPath: source.originalPath ?? null, originalModifiedAt: source.originalModifiedAt ?? null,
      ...statedPeriod(input.period, frame, longest), selfEvident: false,
    };
  }
  const record = await findSource(tx, context.organizationId, source.kind, source.id);
  if (record === null) throw notFound(source.kind.replaceAll("_", " "));
  const { own, ...period } = recordPeriod(record, input.period, frame);
  return { ...none, sourceId: record.id, sourceHash: record.sha256, ...period, selfEvident: own && record.incomplete === null && source.kind !== "rule" };
}

async function repeatOf({ tx, context, now }: VerbArguments<unknown>, input: ParsedEvidence, source: Source, requestIds: readonly string[]): Promise<StoredEvidence | null> {
  const last = await newestOfSource(tx, context.organizationId, input.source.kind, source.sourceId);
  if (last === null || last.reviewState === "rejected" || last.requestIds.join() !== requestIds.join() || last.title !== input.title) return null;
  const sent = input.source.kind === "upload" || input.source.kind === "link" || input.source.kind === "note";
  const same = sent ? now.getTime() - last.recordedAt.getTime() < DOUBLE_CLICK_MS : last.effectiveFrom.getTime() === source.from.getTime() && last.effectiveUntil.getTime() === source.until.getTime();
  return same ? last : null;
}

async function account({ tx, context, now, audit }: VerbArguments<unknown>, evidence: NewEvidence, requests: readonly LockedRequest[]): Promise<void> {
  const committed = committedEvidence(evidence, requests.map(({ id }) => id));
  await appendPendingEntry(tx, context, { kind: "evidence", subjectId: evidence.id, record: committed });
  const facts = {
    number: committed.number, source_kind: committed.source_kind, source_id: committed.source_id, source_sha256: committed.source_sha256,
    collected_at: committed.collected_at, effective_from: committed.effective_from, effective_until: committed.effective_until, requests: committed.requests,
    ...(committed.claimed_modified_at === null ? {} : { claimed_modified_at: committed.claimed_modified_at }),
  };
  const works = requests.map(({ id, controlId, ownerMemberId }) => ({ ownerId: ownerMemberId, work: { kind: "evidence_request" as const, id, controlId } }));
  const stead = await steadOf(tx, context.organizationId, context.actor, works, now);
  await recordActing(tx, context.organizationId, evidence.id, stead, now);
  await audit({ action: "evidence.submitted", subjectKind: "evidence", subjectId: evidence.id, changes: stead.length === 0 ? facts : { ...facts, in_stead_of: stead.map((one) => one.memberId) } });
}
