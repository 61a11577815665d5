import { roleHolds, type VerbArguments } from "#lib/access/index.ts";
import { recordActing, steadOf, whoActsAt } from "#lib/acting/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import type { Json } from "#lib/platform/canonical-json.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { insertEvent, moveState, requireFinding, type EventFacts, type StoredFinding, type Touched } from "./finding.repository.ts";
import { FINDING_STATUS_WORDS, type FindingEventKind, type FindingStatus } from "./words.ts";

type Step = {
  kind: FindingEventKind;
  text?: string;
  /** What the event says of the finding from then on. */
  facts?: EventFacts;
  /** What it touches from then on, where the step says so. */
  touched?: Touched;
  /** What changes in the state beside those facts. */
  state?: Prisma.FindingStateUncheckedUpdateManyInput;
  changes?: { [field: string]: Json };
};

/** The owner's work: who does it while they stand in for the owner does it in their stead. Who judges does not. */
const REMEDIATING: readonly FindingEventKind[] = ["planned", "remediation_started", "step_added", "step_done", "step_undone", "evidence_added", "ticket_linked", "ticket_removed", "remediated"];

/**
 * One step in the life of a finding: the state moves on if nobody moved it in between, the event is appended, the ledger
 * commits to it (by hash of its words), and the audit trail names who acted, and in whose stead.
 */
export async function recordStep(args: VerbArguments<unknown>, finding: StoredFinding, step: Step): Promise<void> {
  const { tx, context, now } = args;
  const { kind, text = "", facts = {}, state = {} } = step;
  if (!(await moveState(tx, context.organizationId, finding, now, { ...facts, ...state }))) {
    throw new AppError("conflict", "finding_changed", "Somebody else changed this finding just now. Look at it again; nothing of yours was saved.");
  }
  const eventId = await appendEvent(args, finding.id, finding.state.revision + 1, step);
  const stead = REMEDIATING.includes(kind) ? await steadOf(tx, context.organizationId, context.actor, [{ ownerId: finding.state.ownerMemberId, work: { kind: "finding", id: finding.id } }], now) : [];
  await recordActing(tx, context.organizationId, eventId, stead, now);
  await args.audit({
    action: `finding.${kind}`, subjectKind: "finding", subjectId: finding.id,
    changes: { ...(text === "" ? {} : { text }), ...step.changes, ...(stead.length === 0 ? {} : { in_stead_of: stead.map((one) => one.memberId) }) },
  });
}

/** The event and its ledger entry alone: for the step that raises a finding, which has no state to move yet. */
export async function appendEvent({ tx, context, now }: VerbArguments<unknown>, findingId: string, number: number, { kind, text = "", facts = {}, touched }: Step): Promise<string> {
  const eventId = await insertEvent(tx, context.organizationId, now, { findingId, number, kind, memberId: actorId(context.actor), text, ...facts, ...touched });
  const { ownerMemberId: _, ownerPlaceholderId: __, ...committed } = facts;
  await appendPendingEntry(tx, context, { kind: `finding.${kind}`, subjectId: findingId, record: { event: eventId, number, text_sha256: sha256Hex(text), ...committed } });
  return eventId;
}

/** Reads the finding and refuses a step that its state does not allow. */
export async function findingIn(args: VerbArguments<unknown>, findingId: string, allowed: readonly FindingStatus[], act: string): Promise<StoredFinding> {
  const finding = await requireFinding(args.tx, args.scope, findingId);
  if (!allowed.includes(finding.state.status)) {
    throw new AppError("precondition_failed", "finding_status", `This finding is “${FINDING_STATUS_WORDS[finding.state.status].toLowerCase()}”; it cannot be ${act} now.`);
  }
  return finding;
}

/** Whether somebody owns the finding, or does its work in the owner's stead now: who judges it has to be another. */
export async function ownsNow({ tx, context: { actor, organizationId }, now }: Pick<VerbArguments<unknown>, "tx" | "context" | "now">, { id, state: { ownerMemberId } }: StoredFinding): Promise<boolean> {
  if (actor.kind !== "member" || ownerMemberId === null) return false;
  if (actor.memberId === ownerMemberId) return true;
  return (await whoActsAt(tx, organizationId, now)).standInFor(ownerMemberId, { kind: "finding", id })?.standInId === actor.memberId;
}

/** Whether somebody may work on the remediation: its owner, who stands in for them, and who manages findings. */
export async function mayRemedy(args: Pick<VerbArguments<unknown>, "tx" | "context" | "now">, finding: StoredFinding): Promise<boolean> {
  const { actor } = args.context;
  return actor.kind === "member" && (roleHolds(actor.role, "findings.manage") || (await ownsNow(args, finding)));
}

/** The same as {@link findingIn}, for steps of the remediation. @throws AppError forbidden for whoever neither owns nor manages it */
export async function findingToRemedy(args: VerbArguments<unknown>, findingId: string, allowed: readonly FindingStatus[], act: string): Promise<StoredFinding> {
  const finding = await findingIn(args, findingId, allowed, act);
  if (!(await mayRemedy(args, finding))) throw new AppError("forbidden", "not_owner", "This finding belongs to somebody else. Its owner, and whoever manages findings, work on it.");
  return finding;
}
