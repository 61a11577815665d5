import type { VerbArguments } from "#lib/access/index.ts";
import type { Approval } from "#lib/controls/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { applyDraft, titleOf } from "./apply-draft.ts";
import { OPEN_STATES, proposalText, proposesSomething, type DraftState, type Proposal } from "./draft.ts";
import { findDraft, insertDraft, insertEvent, insertRevision, openDraftsOf, type StoredDraft } from "./draft.repository.ts";
import { tellOfDecision, tellOfSubmission } from "./tell-people.ts";

type Act = VerbArguments<unknown>;

export type NewRevision = Proposal & { baseVersion: number; effectiveDay: string | null; reason: string };

/** The caller's own open draft of a control, if there is one. */
export async function ownDraft({ tx, context }: Pick<Act, "tx" | "context">, controlId: string): Promise<StoredDraft | null> {
  return (await openDraftsOf(tx, context.organizationId, [controlId])).find((one) => one.createdBy === actorId(context.actor)) ?? null;
}

/** Saves what somebody proposes: as their draft, or as its next revision. Nothing left to propose withdraws it. Null: there is none (any more). */
export async function saveDraft(args: Act, controlId: string, own: StoredDraft | null, next: NewRevision): Promise<StoredDraft | null> {
  const { tx, context, now } = args;
  if (!proposesSomething(next)) {
    if (own !== null) await withdraw(args, own, "Nothing is left of it.");
    return null;
  }
  if (own !== null && isSame(own.newest, next)) return own;
  const by = actorId(context.actor);
  const id = own?.id ?? newId("drf", now.getTime());
  if (own === null) await insertDraft(tx, context.organizationId, { id, controlId, createdAt: now, createdBy: by });
  const { statement, scope, mappings, baseVersion, effectiveDay, reason } = next;
  const revision = (own?.revision ?? 0) + 1;
  const isFirst = await insertRevision(tx, context.organizationId, id, newId("drr", now.getTime()), { revision, statement, scope, mappings, baseVersion, effectiveDay, reason, savedAt: now, savedBy: by });
  if (!isFirst) throw movedOn();
  await args.audit({ action: "control.draft_saved", subjectKind: "control", subjectId: controlId, changes: { draft: id, revision, proposes: proposalText(next), from: effectiveDay ?? "approval" } });
  const saved = await findDraft(tx, context.organizationId, id);
  if (saved === null) throw movedOn();
  if (saved.state === "in_review") await tellOfSubmission(args, saved, await titleOf(args, controlId));
  return saved;
}

function isSame(before: NewRevision, next: NewRevision): boolean {
  const plain = ({ statement, scope, mappings, baseVersion, effectiveDay, reason }: NewRevision): string => canonicalJson({ statement, scope, mappings: mappings.map((one) => ({ ...one })), baseVersion, effectiveDay, reason });
  return plain(before) === plain(next);
}

/** Asks others to approve a draft. One that waits already goes on waiting. */
export async function submit(args: Act, draft: StoredDraft): Promise<void> {
  if (draft.state === "in_review") return;
  await move(args, draft, { kind: "submitted", from: ["draft", "returned"], to: "in_review", reason: "", approval: null });
  await tellOfSubmission(args, draft, await titleOf(args, draft.controlId));
}

/** Approves a draft: what it proposes is recorded, and it is closed. @throws AppError conflict when it moved on, or is outdated */
export async function approve(args: Act, draft: StoredDraft, approval: Approval): Promise<void> {
  const title = await titleOf(args, draft.controlId);
  await move(args, draft, { kind: "approved", from: approval.kind === "second_person" ? ["in_review"] : OPEN_STATES, to: "approved", reason: "", approval: approval.kind });
  await applyDraft(args, draft, approval);
  await tellOfDecision(args, draft, title, { kind: "approved", reason: "" });
}

/** Gives a draft back to who wrote it. */
export async function giveBack(args: Act, draft: StoredDraft, reason: string): Promise<void> {
  await move(args, draft, { kind: "returned", from: ["in_review"], to: "returned", reason, approval: null });
  await tellOfDecision(args, draft, await titleOf(args, draft.controlId), { kind: "returned", reason });
}

export async function withdraw(args: Act, draft: StoredDraft, reason: string): Promise<void> {
  await move(args, draft, { kind: "withdrawn", from: OPEN_STATES, to: "withdrawn", reason, approval: null });
  await tellOfDecision(args, draft, await titleOf(args, draft.controlId), { kind: "withdrawn", reason });
}

type Move = { kind: "submitted" | "approved" | "returned" | "withdrawn"; from: readonly DraftState[]; to: DraftState; reason: string; approval: Approval["kind"] | null };

async function move({ tx, context, now, audit }: Act, draft: StoredDraft, { kind, from, to, reason, approval }: Move): Promise<void> {
  const event = { id: newId("dre", now.getTime()), draftId: draft.id, kind, from, to, revision: draft.revision, reason, approval, recordedAt: now, recordedBy: actorId(context.actor) };
  if (!(await insertEvent(tx, context.organizationId, event))) throw movedOn();
  await audit({
    action: `control.draft_${kind}`, subjectKind: "control", subjectId: draft.controlId,
    changes: { draft: draft.id, code: draft.code, revision: draft.revision, proposes: proposalText(draft.newest), ...(reason === "" ? {} : { reason }), ...(approval === null ? {} : { approval }) },
  });
}

export function movedOn(): AppError {
  return new AppError("conflict", "draft_moved_on", "Somebody saved or decided this draft meanwhile. Look at it again; nothing was changed.");
}
