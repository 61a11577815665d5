import type { VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import type { ProposedMapping } from "./draft.ts";
import { openDrafts } from "./draft.repository.ts";

/** A pair of one edition that an open draft changes. */
export type PairInDraft = Pick<ProposedMapping, "requirementCode" | "strength" | "rationale" | "retracted"> & { controlId: string; controlCode: string; draftId: string; /** Sent for review. */ isSent: boolean; isOwn: boolean };

/** What open drafts would change of one edition's mappings. */
export async function waitingMappings({ tx, context }: Pick<VerbArguments<unknown>, "tx" | "context">, frameworkKey: string): Promise<PairInDraft[]> {
  return (await openDrafts(tx, context.organizationId)).flatMap((draft) =>
    draft.newest.mappings.filter((one) => one.frameworkKey === frameworkKey).map(({ requirementCode, strength, rationale, retracted }) => ({
      controlId: draft.controlId, controlCode: draft.code, requirementCode, strength, rationale, retracted, draftId: draft.id, isSent: draft.state === "in_review", isOwn: draft.createdBy === actorId(context.actor),
    })));
}
