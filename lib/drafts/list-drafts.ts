import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, memberNames, type Page, pageOf, pageSizeInput, roleHolds } from "#lib/access/index.ts";
import { lastRecordedVersions } from "#lib/controls/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { DRAFT_STATES, OPEN_STATES, proposalText, type DraftState } from "./draft.ts";
import { countDrafts, findDrafts, type StoredDraft } from "./draft.repository.ts";

export type DraftRow = {
  id: string;
  revision: number;
  code: string;
  title: string;
  state: DraftState;
  /** "Statement, 3 mappings" */
  proposes: string;
  reason: string;
  author: string;
  savedAt: Date;
  /** Whether the caller could approve or return it now. */
  canDecide: boolean;
};

export type DraftList = Page<DraftRow> & { counts: { state: DraftState; count: number }[] };

/** Drafts of controls, the newest first: the open ones unless said otherwise. */
export const listDrafts = defineVerb({
  name: "drafts.list",
  permission: "drafts.read",
  effect: "read",
  input: z.strictObject({ state: z.enum(DRAFT_STATES).optional(), controlId: idInput.optional(), cursor: cursorInput, size: pageSizeInput }),
  async run({ tx, context, input }): Promise<DraftList> {
    const { organizationId, actor } = context;
    const below = input.cursor === undefined ? undefined : decodeCursor(z.tuple([idInput]), input.cursor)[0];
    const drafts = await findDrafts(tx, organizationId, { states: input.state === undefined ? OPEN_STATES : [input.state], controlId: input.controlId, below, take: input.size + 1 });
    const titles = drafts.length === 0 ? new Map<string, { title: string }>() : await lastRecordedVersions(tx, organizationId);
    const names = await memberNames(tx, organizationId, drafts.map((one) => one.createdBy));
    const mayApprove = actor.kind === "member" && roleHolds(actor.role, "drafts.approve");
    const counts = await countDrafts(tx, organizationId);
    return {
      ...pageOf(drafts.map((one) => rowOf(one, titles.get(one.controlId)?.title ?? "", names, mayApprove && one.state === "in_review" && !one.authors.includes(actorId(actor)))), input.size, (row) => [row.id]),
      counts: DRAFT_STATES.flatMap((state) => (counts.has(state) ? [{ state, count: counts.get(state) ?? 0 }] : [])),
    };
  },
});

function rowOf({ id, revision, code, state, newest, createdBy }: StoredDraft, title: string, names: ReadonlyMap<string, string>, canDecide: boolean): DraftRow {
  return { id, revision, code, title, state, proposes: proposalText(newest), reason: newest.reason, author: names.get(createdBy) ?? "Tickmark", savedAt: newest.savedAt, canDecide };
}
