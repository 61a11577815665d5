import { z } from "zod";
import { APPROVAL_KINDS, MAPPING_ORIGINS, MAPPING_RELATIONS, type ApprovalKind } from "#lib/controls/index.ts";
import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { DRAFT_ACTS, DRAFT_STATES, OPEN_STATES, proposalText, type DraftAct, type DraftState, type Proposal, type ProposedMapping } from "./draft.ts";

/** What a draft proposed from a moment on. */
export type DraftRevision = Proposal & { revision: number; baseVersion: number; effectiveDay: string | null; reason: string; savedAt: Date; savedBy: string };

export type DraftEvent = { position: number; kind: DraftAct; revision: number; reason: string; approval: ApprovalKind | null; recordedAt: Date; recordedBy: string };

export type StoredDraft = {
  id: string;
  controlId: string;
  code: string;
  state: DraftState;
  revision: number;
  createdAt: Date;
  createdBy: string;
  /** The newest one: what would be approved. */
  newest: DraftRevision;
  /** Everybody who wrote any of it. */
  authors: string[];
};

const storedMappings = z.array(z.object({
  frameworkKey: z.string(), requirementCode: z.string(), strength: z.enum(MAPPING_RELATIONS), rationale: z.string(), origin: z.enum(MAPPING_ORIGINS), retracted: z.boolean(), base: z.string().nullable(),
}));

const include = { control: { select: { code: true } }, revisions: { orderBy: { revision: "asc" } } } as const satisfies Prisma.ControlDraftInclude;
type Row = Prisma.ControlDraftGetPayload<{ include: typeof include }>;

function revisionOf({ organizationId: _, id: __, draftId: ___, mappings, ...row }: Row["revisions"][number]): DraftRevision {
  return { ...row, mappings: storedMappings.parse(mappings) };
}

function draftOf({ organizationId: _, control, revisions, state, ...row }: Row): StoredDraft {
  const newest = revisions.at(-1);
  if (newest === undefined) throw new Error(`draft ${row.id} has no revision`);
  return { ...row, code: control.code, state: storedWord(DRAFT_STATES, state), newest: revisionOf(newest), authors: [...new Set(revisions.map((one) => one.savedBy))] };
}

export async function findDraft(tx: TenantTransaction, organizationId: string, id: string): Promise<StoredDraft | null> {
  const row = await tx.controlDraft.findUnique({ where: { organizationId_id: { organizationId, id } }, include });
  return row === null ? null : draftOf(row);
}

/** Open drafts of the controls given, oldest first. */
export async function openDraftsOf(tx: TenantTransaction, organizationId: string, controlIds: readonly string[]): Promise<StoredDraft[]> {
  if (controlIds.length === 0) return [];
  const rows = await tx.controlDraft.findMany({ where: { organizationId, controlId: { in: [...controlIds] }, state: { in: [...OPEN_STATES] } }, include, orderBy: { id: "asc" } });
  return rows.map(draftOf);
}

/** Every open draft of the organization, oldest first. */
export async function openDrafts(tx: TenantTransaction, organizationId: string): Promise<StoredDraft[]> {
  const rows = await tx.controlDraft.findMany({ where: { organizationId, state: { in: [...OPEN_STATES] } }, include, orderBy: { id: "asc" } });
  return rows.map(draftOf);
}

export type DraftFilter = { states: readonly DraftState[]; controlId: string | undefined; below: string | undefined; take: number };

/** The newest first, below the id given. */
export async function findDrafts(tx: TenantTransaction, organizationId: string, { states, controlId, below, take }: DraftFilter): Promise<StoredDraft[]> {
  const rows = await tx.controlDraft.findMany({
    where: { organizationId, state: { in: [...states] }, ...(controlId === undefined ? {} : { controlId }), ...(below === undefined ? {} : { id: { lt: below } }) },
    include, orderBy: { id: "desc" }, take,
  });
  return rows.map(draftOf);
}

/** How many drafts stand where, no further than is told; a state in which none stands is left out. */
export async function countDrafts(tx: TenantTransaction, organizationId: string): Promise<Map<DraftState, number>> {
  const rows = await tx.$queryRaw<{ state: string; count: number }[]>`
    SELECT s.state, count(*)::int AS count FROM unnest(${[...DRAFT_STATES]}::text[]) AS s(state)
    CROSS JOIN LATERAL (SELECT FROM control_draft d WHERE d.organization_id = ${organizationId} AND d.state = s.state LIMIT ${COUNT_LOOKS}) few GROUP BY s.state`;
  return new Map(rows.map((row) => [storedWord(DRAFT_STATES, row.state), row.count]));
}

export type DraftToApprove = { id: string; code: string; proposes: string; savedAt: Date };

/** Drafts that wait for approval and of which this person wrote nothing, oldest first. */
export async function draftsToApprove(tx: TenantTransaction, organizationId: string, memberId: string, take: number): Promise<{ total: number; items: DraftToApprove[] }> {
  const where = { organizationId, state: "in_review", revisions: { none: { savedBy: memberId } } };
  const rows = await tx.controlDraft.findMany({ where, include, orderBy: { id: "asc" }, take });
  return { total: await tx.controlDraft.count({ where, take: COUNT_LOOKS }), items: rows.map(draftOf).map(({ id, code, newest }) => ({ id, code, proposes: proposalText(newest), savedAt: newest.savedAt })) };
}

export async function revisionOfDraft(tx: TenantTransaction, organizationId: string, draftId: string, revision: number): Promise<DraftRevision | null> {
  const row = await tx.controlDraftRevision.findUnique({ where: { organizationId_draftId_revision: { organizationId, draftId, revision } } });
  return row === null ? null : revisionOf(row);
}

export async function eventsOf(tx: TenantTransaction, organizationId: string, draftId: string): Promise<DraftEvent[]> {
  const rows = await tx.controlDraftEvent.findMany({ where: { organizationId, draftId }, orderBy: { position: "asc" } });
  return rows.map(({ organizationId: _, id: __, draftId: ___, kind, approval, ...row }) => ({ ...row, kind: storedWord(DRAFT_ACTS, kind), approval: approval === null ? null : storedWord(APPROVAL_KINDS, approval) }));
}

export async function insertDraft(tx: TenantTransaction, organizationId: string, draft: { id: string; controlId: string; createdAt: Date; createdBy: string }): Promise<void> {
  await tx.controlDraft.create({ data: { organizationId, ...draft, state: "draft", revision: 0 } });
}

/** Writes the revision that follows one. @returns false when somebody saved or decided meanwhile */
export async function insertRevision(tx: TenantTransaction, organizationId: string, draftId: string, id: string, { mappings, ...revision }: DraftRevision): Promise<boolean> {
  const { count } = await tx.controlDraft.updateMany({ where: { organizationId, id: draftId, revision: revision.revision - 1, state: { in: [...OPEN_STATES] } }, data: { revision: revision.revision } });
  if (count === 0) return false;
  await tx.controlDraftRevision.create({ data: { organizationId, id, draftId, ...revision, mappings: mappings satisfies ProposedMapping[] } });
  return true;
}

export type NewDraftEvent = Omit<DraftEvent, "position"> & { id: string; draftId: string; from: readonly DraftState[]; to: DraftState };

/** Brings a draft on, with what was done with it. @returns false when it does not stand there any more, or says something else by now */
export async function insertEvent(tx: TenantTransaction, organizationId: string, { from, to, ...event }: NewDraftEvent): Promise<boolean> {
  const { count } = await tx.controlDraft.updateMany({ where: { organizationId, id: event.draftId, revision: event.revision, state: { in: [...from] } }, data: { state: to } });
  if (count === 0) return false;
  const position = 1 + (await tx.controlDraftEvent.count({ where: { organizationId, draftId: event.draftId } }));
  await tx.controlDraftEvent.create({ data: { organizationId, ...event, position } });
  return true;
}
