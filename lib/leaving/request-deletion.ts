import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { countStandingHolds } from "#lib/holds/index.ts";
import { proofInput, requirePresence } from "#lib/identity/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { membersHolding, notify, settleNotifications } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { closeDeletion, findPendingDeletion, insertDeletion, isBegun, lockOrganization, requireDeletion } from "./deletion.repository.ts";
import { organizationFacts } from "./leaving.repository.ts";
import { mailDeletionKind } from "./mail-deletion.kind.ts";

const DAY_MS = 86_400_000;

/**
 * Asks that the organization be deleted. Until it is due any administrator may cancel, and people change nothing.
 *
 * @throws AppError validation (proof_refused, name_differs); precondition_failed (legal_hold)
 */
export const requestDeletion = defineVerb({
  name: "leaving.request_deletion",
  permission: "data.delete",
  effect: "write",
  whileLeaving: true,
  /** `name` is the organization's, typed by the person. */
  input: z.strictObject({ name: z.string().max(200), proof: proofInput }),
  prepare: ({ proof }, context) => requirePresence(context, proof),
  async run(args): Promise<{ id: string; dueAt: Date }> {
    const { tx, context, input, now, audit, unchanged, enqueue } = args;
    const { organizationId, actor } = context;
    await lockOrganization(tx, organizationId);
    const { name, timeZone } = await organizationFacts(tx, organizationId);
    if (input.name.trim() !== name) throw new AppError("validation", "name_differs", "Nothing was asked for.", [{ path: "name", message: `Type the organization's name as it is written: ${name}` }]);
    const holds = await countStandingHolds(tx);
    if (holds > 0) throw new AppError("precondition_failed", "legal_hold", `${holds === 1 ? "A legal hold stands" : `${holds} legal holds stand`} here, so the organization cannot be deleted. Nothing was asked for.`);
    const pending = await findPendingDeletion(tx);
    if (pending !== null) {
      unchanged();
      return { id: pending.id, dueAt: pending.dueAt };
    }
    const id = newId("del", now.getTime());
    const dueAt = new Date(now.getTime() + runtime().deletionGraceDays * DAY_MS);
    await insertDeletion(tx, { organizationId, id, requestedBy: actorId(actor), requestedByName: actor.name, requestedAt: now, dueAt });
    await appendPendingEntry(tx, context, { kind: "deletion.requested", subjectId: id, record: { by: actorId(actor), due_at: dueAt.toISOString() } });
    await audit({ action: "deletion.requested", subjectKind: "deletion", subjectId: id, changes: { due_at: dueAt.toISOString() } });
    await enqueue(mailDeletionKind, { deletionId: id, change: "asked" }, id);
    await notify(args, {
      kind: "deletion_asked", to: await membersHolding(tx, organizationId, "data.delete"), cause: `deletion_asked:${id}`, subject: { kind: "organization", id: organizationId },
      facts: { title: name, by: actor.name, day: dayOf(dueAt, timeZone) },
    });
    return { id, dueAt };
  },
});

/** Cancels a deletion that is pending: everything is as it was. @throws AppError precondition_failed (deletion_begun) when it is too late */
export const cancelDeletion = defineVerb({
  name: "leaving.cancel_deletion",
  permission: "data.delete",
  effect: "write",
  whileLeaving: true,
  input: z.strictObject({ deletionId: idInput }),
  async run(args): Promise<void> {
    const { tx, context, input, now, audit, unchanged, enqueue } = args;
    const { organizationId, actor } = context;
    await lockOrganization(tx, organizationId);
    const { id } = await requireDeletion(tx, organizationId, input.deletionId);
    if (await isBegun(tx, organizationId)) throw new AppError("precondition_failed", "deletion_begun", "The destruction has begun. Nothing can be kept any more.");
    if (!(await closeDeletion(tx, organizationId, id, { name: actor.name, at: now }))) return unchanged();
    await appendPendingEntry(tx, context, { kind: "deletion.cancelled", subjectId: id, record: { by: actorId(actor) } });
    await audit({ action: "deletion.cancelled", subjectKind: "deletion", subjectId: id, changes: {} });
    await enqueue(mailDeletionKind, { deletionId: id, change: "cancelled" }, id);
    await settleNotifications(args, { kinds: ["deletion_asked"], subjectIds: [organizationId] });
  },
});
