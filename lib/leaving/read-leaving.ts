import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { controlNames } from "#lib/controls/index.ts";
import { evidenceNames, findHolds, type HoldRow } from "#lib/holds/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { findPendingDeletion } from "./deletion.repository.ts";
import { receiptPath } from "./receipt-link.ts";

export type PendingDeletion = { id: string; requestedByName: string; requestedAt: Date; dueAt: Date; receiptPath: string };
export type HoldView = Omit<HoldRow, "organizationId"> & { evidence: { number: number; title: string }[]; controlCodes: string[] };
export type LeavingView = { holds: HoldView[]; deletion: PendingDeletion | null; graceDays: number };

/** Legal holds, standing ones first, and the deletion that is pending. */
export const readLeaving = defineVerb({
  name: "leaving.read",
  permission: "data.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, scope }): Promise<LeavingView> {
    const rows = (await findHolds(tx)).toSorted((one, other) => Number(one.release !== null) - Number(other.release !== null));
    const codes = new Map((await controlNames(tx, scope, rows.flatMap((one) => one.controlIds))).map(({ id, code }) => [id, code]));
    const names = await evidenceNames(tx, scope.organizationId, rows.flatMap((one) => one.evidenceIds));
    const holds = rows.map((row) => ({ ...row, evidence: row.evidenceIds.flatMap((id) => names.get(id) ?? []), controlCodes: row.controlIds.flatMap((id) => codes.get(id) ?? []) }));
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
