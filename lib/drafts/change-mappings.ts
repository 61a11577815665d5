import type { VerbArguments } from "#lib/access/index.ts";
import { isAsWanted, lastRecordedVersions, lockControls, pairKey, requireHeld, requirePairs, versionsOfPairs, writeMappings, type ApprovalKind, type MappingAction, type Pair, type WantedMapping } from "#lib/controls/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { approvalAtOnce } from "./approval-mode.ts";
import { isOpen, type ProposedMapping } from "./draft.ts";
import { findDraft, openDraftsOf, revisionOfDraft, type StoredDraft } from "./draft.repository.ts";
import { saveDraft, submit } from "./write-draft.ts";

/** A pair that was changed: by a version, or in a draft as it is since. It can be taken back while nothing else happened to it. */
export type ChangedPair = Pair & ({ versionId: string } | { draftId: string; revision: number });

/** What was changed of which edition: at once, in drafts that wait for approval, or in drafts that are not sent yet. */
export type ChangedMappings = { frameworkKey: string; pairs: ChangedPair[]; waiting: number; unsent: number; approval: ApprovalKind | null };

/**
 * Makes pairs of one edition hold as they are wanted: at once where no second person is needed, else in a draft for each control,
 * which waits for approval. The changes of one person to one control are one draft.
 *
 * @throws AppError not_found; precondition_failed for a mapping of a retired control; conflict when another person's draft
 *   changes one of the pairs
 */
export async function changeMappings(args: VerbArguments<unknown>, frameworkKey: string, wanted: readonly WantedMapping[], action: MappingAction): Promise<ChangedMappings> {
  await requireHeld(args.tx, args.scope, wanted.filter((one) => !one.retracted).map((one) => one.controlId), args.now);
  const approval = await approvalAtOnce(args);
  if (approval === null) return propose(args, frameworkKey, wanted);
  const versions = await writeMappings(args, frameworkKey, wanted, { action, approval });
  const pairs = versions.map(({ id, controlId, requirementCode }) => ({ controlId, requirementCode, versionId: id }));
  return { frameworkKey, pairs, waiting: 0, unsent: 0, approval: approval.kind };
}

async function propose(args: VerbArguments<unknown>, frameworkKey: string, wanted: readonly WantedMapping[]): Promise<ChangedMappings> {
  const { tx, context } = args;
  const codes = await requirePairs(args, frameworkKey, wanted);
  await lockControls(tx, context.organizationId);
  const open = await openDraftsOf(tx, context.organizationId, [...codes.keys()]);
  const by = actorId(context.actor);
  refuseWaiting(open.filter((one) => one.createdBy !== by), frameworkKey, wanted);
  const last = await versionsOfPairs(tx, context.organizationId, frameworkKey, wanted);
  const versions = await lastRecordedVersions(tx, context.organizationId);
  const changed: ChangedMappings = { frameworkKey, pairs: [], waiting: 0, unsent: 0, approval: null };
  for (const [controlId, ofControl] of Map.groupBy(wanted, (one) => one.controlId)) {
    const own = open.find((one) => one.controlId === controlId && one.createdBy === by) ?? null;
    const wishes = ofControl.map(({ controlId: _, ...one }) => {
      const before = last.get(pairKey({ controlId, ...one }));
      return { ...one, frameworkKey, base: before?.id ?? null, isSo: isAsWanted(before, { controlId, ...one }) };
    });
    const mappings = withChanges(own?.newest.mappings ?? [], wishes);
    if (mappings.changed.length === 0) continue;
    const baseVersion = own?.newest.baseVersion ?? versions.get(controlId)?.version ?? 1;
    const saved = await saveDraft(args, controlId, own, {
      statement: own?.newest.statement ?? null, scope: own?.newest.scope ?? null, mappings: mappings.all, baseVersion, effectiveDay: own?.newest.effectiveDay ?? null, reason: own?.newest.reason ?? "",
    });
    if (saved !== null && own === null) await submit(args, saved);
    const isUnsent = own !== null && own.state !== "in_review";
    changed[isUnsent ? "unsent" : "waiting"] += mappings.changed.length;
    if (saved !== null) changed.pairs.push(...mappings.changed.map((requirementCode) => ({ controlId, requirementCode, draftId: saved.id, revision: saved.revision })));
  }
  return changed;
}

/** Two drafts that change the same pair could not both be approved: whoever comes second learns it now. */
function refuseWaiting(others: readonly StoredDraft[], frameworkKey: string, pairs: readonly Pair[]): void {
  for (const { controlId, requirementCode } of pairs) {
    const waiting = others.find((one) => one.controlId === controlId && one.newest.mappings.some((each) => each.frameworkKey === frameworkKey && each.requirementCode === requirementCode));
    if (waiting !== undefined) throw new AppError("conflict", "mapping_waits", `Another person's draft of ${waiting.code} changes how it is mapped to ${requirementCode}, and is not decided yet. Nothing was changed.`);
  }
}

/** A draft's mappings with further wishes: a later one takes an earlier one's place, and what is so already needs none. */
function withChanges(before: readonly ProposedMapping[], wishes: readonly (ProposedMapping & { isSo: boolean })[]): { all: ProposedMapping[]; changed: string[] } {
  const keyOf = (one: ProposedMapping): string => `${one.frameworkKey} ${one.requirementCode}`;
  const all = new Map(before.map((one) => [keyOf(one), one]));
  const changed: string[] = [];
  for (const { isSo, ...wish } of wishes) {
    const known = all.get(keyOf(wish));
    const isKnown = known !== undefined && known.strength === wish.strength && known.rationale === wish.rationale && known.retracted === wish.retracted;
    if (isSo ? known === undefined : isKnown) continue;
    if (isSo) all.delete(keyOf(wish));
    else all.set(keyOf(wish), wish);
    changed.push(wish.requirementCode);
  }
  return { all: [...all.values()], changed };
}

/**
 * Takes changes back out of one's own drafts: each is again as it was before them, and withdrawn when nothing is left.
 *
 * @throws AppError not_found; conflict when one was changed or decided since
 */
export async function undoInDrafts(args: VerbArguments<unknown>, pairs: readonly (Pair & { draftId: string; revision: number })[]): Promise<void> {
  const { tx, context } = args;
  await lockControls(tx, context.organizationId);
  for (const [draftId, ofDraft] of Map.groupBy(pairs, (one) => one.draftId)) {
    const draft = await findDraft(tx, context.organizationId, draftId);
    if (draft === null || ofDraft.some((one) => one.controlId !== draft.controlId)) throw notFound("draft");
    const isOwn = draft.createdBy === actorId(context.actor);
    if (!isOwn || ofDraft.some((one) => one.revision !== draft.revision) || !isOpen(draft.state)) {
      throw new AppError("conflict", "mapping_changed_since", "Somebody changed or decided one of these mappings since; nothing was taken back.");
    }
    const before = await revisionOfDraft(tx, context.organizationId, draftId, draft.revision - 1);
    await saveDraft(args, draft.controlId, draft, { ...draft.newest, mappings: before?.mappings ?? [] });
  }
}
