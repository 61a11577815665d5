import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { findHolds, findPendingDeletion, type HoldRow } from "./deletion.repository.ts";
import { receiptPath } from "./receipt-link.ts";

export type PendingDeletion = { id: string; requestedByName: string; requestedAt: Date; dueAt: Date; receiptPath: string };
export type LeavingView = { holds: Omit<HoldRow, "organizationId">[]; deletion: PendingDeletion | null; graceDays: number };

/** Legal holds, standing ones first, and the deletion that is pending. */
export const readLeaving = defineVerb({
  name: "leaving.read",
  permission: "data.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx }): Promise<LeavingView> {
    const holds = (await findHolds(tx)).toSorted((one, other) => Number(one.release !== null) - Number(other.release !== null));
    const pending = await findPendingDeletion(tx);
    const deletion = pending === null ? null : { id: pending.id, requestedByName: pending.requestedByName, requestedAt: pending.requestedAt, dueAt: pending.dueAt, receiptPath: receiptPath(pending.id) };
    return { holds, deletion, graceDays: runtime().deletionGraceDays };
  },
});

/** When the organization is deleted, for everybody in it; null when it is not. */
export const readDeletionDay = defineVerb({
  name: "leaving.read_deletion_day",
  permission: "organization.read",
  effect: "read",
  input: z.strictObject({}),
  run: async ({ tx }): Promise<Date | null> => (await findPendingDeletion(tx))?.dueAt ?? null,
});
