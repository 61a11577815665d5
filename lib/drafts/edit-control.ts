import { z } from "zod";
import { dayInput, defineVerb, idInput, memberNames, textInput, type VerbArguments } from "#lib/access/index.ts";
import { insertControlVersions, lockControls, nextVersion, requireControls, requireHeld, versionsOf, type ControlVersionRow } from "#lib/controls/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { approvalNeeded } from "./approval-mode.ts";
import { contentFrom, textsInput, textsOf } from "./control-content.ts";
import { EDITED_PART_NAMES, EDITED_PARTS, type ControlTexts, type EditedPart } from "./control-texts.ts";
import { APPROVED_PARTS, NOTHING_PROPOSED, type DraftState } from "./draft.ts";
import { revisionOfDraft, type StoredDraft } from "./draft.repository.ts";
import { refuseDay, zoneOf } from "./effective-day.ts";
import { DRAFT_LIMITS } from "./limits.ts";
import { mergeParts, type Conflict } from "./merge.ts";
import { mergeSteps } from "./merge-steps.ts";
import { approve, ownDraft, saveDraft, submit } from "./write-draft.ts";

const versionInput = z.number().int().min(1).max(100_000);

const input = z.strictObject({
  controlId: idInput,
  texts: textsInput,
  /** The version that the form began with, and the one that its statement and scope were written from: a draft may be older. */
  baseVersion: versionInput,
  textVersion: versionInput,
  /** One's own draft as the form showed it. */
  draft: z.strictObject({ id: idInput, revision: versionInput }).nullable().default(null),
  effectiveDay: dayInput.nullable().default(null),
  reason: textInput(DRAFT_LIMITS.reasonCharacters).default(""),
  /** What becomes of changes that need approval: kept as a draft, sent for review, or applied where no second person is needed. */
  send: z.enum(["keep", "review", "alone"]),
});
type Input = z.output<typeof input>;
type Arguments = VerbArguments<Input>;

/** What others did meanwhile, for whoever has to bring it together with theirs. Nothing was written. */
export type MergeNeeded = { outcome: "merge"; by: string; at: Date; version: number; draft: { id: string; revision: number } | null; conflicts: Conflict<EditedPart>[]; taken: EditedPart[]; texts: ControlTexts };
export type EditSaved = { outcome: "saved"; code: string; version: number | null; taken: EditedPart[]; draft: { id: string; state: DraftState } | null };

/**
 * Saves what somebody edited of a control. What needs no approval is a new version at once; a changed statement or scope becomes
 * a draft of theirs. What others changed meanwhile is kept, and where both changed the same part, nothing is written and both are
 * answered, so that the person decides.
 *
 * @throws AppError not_found; validation; precondition_failed where a second person is needed
 */
export const editControl = defineVerb({
  name: "drafts.edit_control",
  permission: "controls.manage",
  effect: "write",
  input,
  async run(args): Promise<EditSaved | MergeNeeded> {
    const { tx, scope, context, now } = args;
    const [control] = await requireControls(tx, scope, [args.input.controlId]);
    if (control === undefined) throw notFound("control");
    await requireHeld(tx, scope, [control.id], now);
    await lockControls(tx, context.organizationId);
    const versions = await versionsOf(tx, context.organizationId, control.id);
    const last = versions.at(-1);
    const own = await ownDraft(args, control.id);
    if (last === undefined) throw notFound("control");
    const merged = await merge(args, versions, last, own);
    if (merged.conflicts.length > 0) {
      args.unchanged();
      const names = await memberNames(tx, context.organizationId, [last.recordedBy]);
      return { outcome: "merge", by: names.get(last.recordedBy) ?? "Tickmark", at: last.recordedAt, version: last.version, draft: own === null ? null : { id: own.id, revision: own.revision }, ...merged };
    }
    const { texts, taken } = merged;
    if (texts.frequency === "" && texts.trigger === "") throw invalid("trigger", "Say how often it operates, or what it waits for.");
    refuseDay(args.input.effectiveDay, await zoneOf(args), now, last.effectiveFrom);
    const version = await recordDirectly(args, last, texts);
    const draft = await propose(args, last, version ?? last.version, own, texts);
    if (version === null && draft === null && own === null) args.unchanged();
    return { outcome: "saved", code: control.code, version, taken, draft: draft === null ? null : { id: draft.id, state: draft.state } };
  },
});

/** What the form says, with what others recorded since it was opened, and with what the same person saved elsewhere. */
async function merge({ tx, context, input: { texts, baseVersion, textVersion, draft } }: Arguments, versions: readonly ControlVersionRow[], last: ControlVersionRow, own: StoredDraft | null) {
  const [base, textBase] = [versions.find((one) => one.version === baseVersion), versions.find((one) => one.version === textVersion)];
  if (base === undefined || textBase === undefined) throw notFound("version");
  const { statement, scope } = textsOf(textBase);
  const begun = { ...textsOf(base), statement, scope };
  const recorded = mergeParts(EDITED_PART_NAMES, begun, textsOf(last), texts, (part, was, theirs, mine) => (part === "designTest" || part === "operatingTest" ? mergeSteps(part, was, theirs, mine) : null));
  // A draft that was decided meanwhile is no more: what it proposed is in the versions, or nowhere.
  const seenRevision = draft?.id === own?.id ? (draft?.revision ?? 0) : 0;
  if (own === null || own.revision === seenRevision) return recorded;
  const seen = (await revisionOfDraft(tx, context.organizationId, own.id, seenRevision)) ?? NOTHING_PROPOSED;
  const textsIn = (of: { statement: string | null; scope: string | null }) => ({ statement: of.statement ?? statement, scope: of.scope ?? scope });
  const saved = mergeParts(APPROVED_PARTS, textsIn(seen), textsIn(own.newest), recorded.texts);
  const conflicts = [...recorded.conflicts, ...saved.conflicts.filter(({ part }) => recorded.conflicts.every((one) => one.part !== part))];
  return { texts: { ...recorded.texts, ...saved.texts }, conflicts, taken: [...new Set([...recorded.taken, ...saved.taken])] };
}

/** Records the parts that need no approval; null when they are as they were. */
async function recordDirectly({ tx, context, now, audit }: Arguments, last: ControlVersionRow, texts: ControlTexts): Promise<number | null> {
  const before = textsOf(last);
  const parts = EDITED_PART_NAMES.filter((part) => part !== "statement" && part !== "scope" && before[part] !== texts[part]);
  if (parts.length === 0) return null;
  const direct = { ...texts, statement: last.statement, scope: last.scope };
  const effectiveFrom = now > last.effectiveFrom ? now : last.effectiveFrom;
  const version = nextVersion({ context, now }, last.controlId, last, contentFrom(direct, last), { effectiveFrom, approval: null });
  if (version === null) return null;
  await insertControlVersions(tx, context.organizationId, [version]);
  await audit({ action: "control.changed", subjectKind: "control", subjectId: last.controlId, changes: { code: last.code, version: version.version, parts: parts.map((part) => EDITED_PARTS[part]) } });
  return version.version;
}

/** Saves what needs approval as the person's draft, and brings it as far as they want it. */
async function propose(args: Arguments, last: ControlVersionRow, baseVersion: number, own: StoredDraft | null, texts: ControlTexts): Promise<StoredDraft | null> {
  const { send, effectiveDay, reason } = args.input;
  const recorded = textsOf(last);
  const changed = (part: "statement" | "scope"): string | null => (texts[part] === recorded[part] ? null : texts[part]);
  const draft = await saveDraft(args, last.controlId, own, { statement: changed("statement"), scope: changed("scope"), mappings: own?.newest.mappings ?? [], baseVersion, effectiveDay, reason });
  if (draft === null || send === "keep") return draft;
  if (send === "review") {
    await submit(args, draft);
    return { ...draft, state: "in_review" };
  }
  const kind = await approvalNeeded(args, draft.authors);
  if (kind === "second_person") throw new AppError("precondition_failed", "second_person_needed", "Somebody else here can approve this. Send it for review; nothing was changed.");
  const by = actorId(args.context.actor);
  await approve(args, draft, { draftId: draft.id, kind, proposedBy: by, approvedBy: by });
  return { ...draft, state: "approved" };
}

function invalid(path: string, message: string): AppError {
  return new AppError("validation", "control_invalid", "Nothing was changed.", [{ path: `texts.${path}`, message }]);
}
