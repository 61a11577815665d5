import { z } from "zod";
import { defineVerb, idInput, memberNames, roleHolds, type VerbArguments } from "#lib/access/index.ts";
import { requireControls, type ApprovalKind } from "#lib/controls/index.ts";
import { frameworkLabels, requirementTitles } from "#lib/frameworks/index.ts";
import { membersHolding } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { compareDraft, partsOf, type Comparison } from "./apply-draft.ts";
import { approvalNeeded, approverNames } from "./approval-mode.ts";
import { APPROVED_PARTS, isOpen, type ApprovedPart, type DraftAct, type DraftState } from "./draft.ts";
import { eventsOf, findDraft, type DraftEvent, type StoredDraft } from "./draft.repository.ts";

/** A mapping that a draft changes: what it was changed from, and what it shall be. */
export type MappingChange = {
  framework: string;
  requirementCode: string;
  requirementTitle: string;
  before: { strength: string; rationale: string } | null;
  after: { strength: string; rationale: string } | null;
  /** Why it is taken back; empty otherwise. */
  reason: string;
  moved: boolean;
};

export type DraftStep = { kind: DraftAct; by: string; at: Date; reason: string; approval: ApprovalKind | null };

export type DraftPage = {
  id: string;
  revision: number;
  state: DraftState;
  control: { id: string; code: string; title: string };
  author: string;
  reason: string;
  /** The day from which it shall hold; null: from its approval. */
  effectiveDay: string | null;
  savedAt: Date;
  baseVersion: number;
  parts: { part: ApprovedPart; before: string; after: string; /** Somebody else changed it since, to this; null where nobody did. */ theirs: string | null }[];
  mappings: MappingChange[];
  steps: DraftStep[];
  /** Open, and what it changes was changed by somebody else since: its author has to bring both together. */
  outdated: boolean;
  /** Who could approve it; empty where nobody can. */
  approvers: string[];
  needs: ApprovalKind;
  may: { approve: boolean; edit: boolean; submit: boolean; applyAlone: boolean; withdraw: boolean };
};

/** A draft with everything that it changes, held against what was recorded since. @throws AppError not_found */
export const readDraft = defineVerb({
  name: "drafts.read",
  permission: "drafts.read",
  effect: "read",
  input: z.strictObject({ draftId: idInput }),
  async run(args): Promise<DraftPage> {
    const { tx, scope, context } = args;
    const draft = await findDraft(tx, context.organizationId, args.input.draftId);
    if (draft === null) throw notFound("draft");
    const [control] = await requireControls(tx, scope, [draft.controlId]);
    if (control === undefined) throw notFound("control");
    const { newest } = draft;
    const comparison = await compareDraft(args, draft.controlId, newest);
    const events = await eventsOf(tx, context.organizationId, draft.id);
    const names = await memberNames(tx, context.organizationId, [draft.createdBy, ...events.map((one) => one.recordedBy)]);
    const nameOf = (id: string): string => names.get(id) ?? "Tickmark";
    const open = isOpen(draft.state);
    const mappings = await mappingChanges(args, comparison, open);
    const parts = APPROVED_PARTS.flatMap((part) => (newest[part] === null ? [] : [partChange(comparison, part, newest[part], open)]));
    const needs = await approvalNeeded(args, draft.authors);
    return {
      id: draft.id, revision: draft.revision, state: draft.state, control, author: nameOf(draft.createdBy), reason: newest.reason, effectiveDay: newest.effectiveDay, savedAt: newest.savedAt, baseVersion: newest.baseVersion,
      parts, mappings, steps: events.map((one) => stepOf(one, nameOf)), outdated: parts.some((one) => one.theirs !== null) || mappings.some((one) => one.moved),
      approvers: open ? await approverNames(args, draft.authors) : [], needs, may: await mayDo(args, draft, needs),
    };
  },
});

function partChange({ base, last, conflicts }: Comparison, part: ApprovedPart, after: string, open: boolean): DraftPage["parts"][number] {
  return { part, before: partsOf(base)[part], after, theirs: open && conflicts.some((one) => one.part === part) ? partsOf(last)[part] : null };
}

async function mappingChanges({ tx }: Pick<VerbArguments<unknown>, "tx">, { mappings }: Comparison, open: boolean): Promise<MappingChange[]> {
  if (mappings.length === 0) return [];
  const labels = await frameworkLabels(tx);
  const titles = await requirementTitles(tx, [...new Set(mappings.map(({ wanted }) => wanted.frameworkKey))]);
  return mappings.map(({ wanted, before, moved }) => {
    const label = labels.get(wanted.frameworkKey);
    return {
      framework: label === undefined ? wanted.frameworkKey : `${label.name} ${label.edition}`,
      requirementCode: wanted.requirementCode,
      requirementTitle: titles.get(`${wanted.frameworkKey} ${wanted.requirementCode}`) ?? "",
      before: before === null || before.retracted ? null : { strength: before.strength, rationale: before.rationale },
      after: wanted.retracted ? null : { strength: wanted.strength, rationale: wanted.rationale },
      reason: wanted.retracted ? wanted.rationale : "",
      moved: open && moved,
    };
  });
}

function stepOf({ kind, recordedBy, recordedAt, reason, approval }: DraftEvent, nameOf: (id: string) => string): DraftStep {
  return { kind, by: nameOf(recordedBy), at: recordedAt, reason, approval };
}

async function mayDo({ tx, context }: Pick<VerbArguments<unknown>, "tx" | "context">, draft: StoredDraft, needs: ApprovalKind): Promise<DraftPage["may"]> {
  const { actor } = context;
  const open = isOpen(draft.state);
  const isOwn = draft.createdBy === actorId(actor);
  const manages = actor.kind === "member" && roleHolds(actor.role, "controls.manage");
  const approves = actor.kind === "member" && roleHolds(actor.role, "drafts.approve");
  const isOrphan = !(await membersHolding(tx, context.organizationId, "controls.manage")).includes(draft.createdBy);
  return {
    approve: approves && draft.state === "in_review" && !draft.authors.includes(actorId(actor)),
    edit: open && isOwn && manages,
    submit: open && isOwn && manages && draft.state !== "in_review",
    applyAlone: open && isOwn && approves && needs !== "second_person",
    withdraw: open && manages && (isOwn || isOrphan),
  };
}
