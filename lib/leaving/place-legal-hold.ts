import { z } from "zod";
import { defineVerb, textInput } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { settleNotifications } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import { closeDeletion, findPendingDeletion, insertHold, lockOrganization } from "./deletion.repository.ts";
import { LEAVING_LIMITS } from "./limits.ts";
import { mailDeletionKind } from "./mail-deletion.kind.ts";

export const reasonInput = textInput(LEAVING_LIMITS.reasonChars).min(1, "Say why.");

/** Places a legal hold: while it stands, the organization cannot be deleted. A deletion that is pending is cancelled by it. */
export const placeLegalHold = defineVerb({
  name: "leaving.place_legal_hold",
  permission: "data.hold",
  effect: "write",
  whileLeaving: true,
  input: z.strictObject({ reason: reasonInput }),
  async run(args): Promise<{ id: string }> {
    const { tx, context, input: { reason }, now, audit, enqueue } = args;
    const { organizationId, actor } = context;
    await lockOrganization(tx, organizationId);
    const id = newId("hold", now.getTime());
    await insertHold(tx, { organizationId, id, reason, placedBy: actorId(actor), placedByName: actor.name, placedAt: now });
    await appendPendingEntry(tx, context, { kind: "legal_hold.placed", subjectId: id, record: { by: actorId(actor) } });
    await audit({ action: "legal_hold.placed", subjectKind: "legal_hold", subjectId: id, changes: { reason } });
    const pending = await findPendingDeletion(tx);
    if (pending !== null && (await closeDeletion(tx, organizationId, pending.id, { name: actor.name, at: now }))) {
      await audit({ action: "deletion.cancelled", subjectKind: "deletion", subjectId: pending.id, changes: { legal_hold: id } });
      await enqueue(mailDeletionKind, { deletionId: pending.id, change: "cancelled" }, pending.id);
      await settleNotifications(args, { kinds: ["deletion_asked"], subjectIds: [organizationId] });
    }
    return { id };
  },
});
