import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { noteSent, requireDelivery } from "./delivery.repository.ts";

/** Records that the mail of a delivery left, or why it did not. */
export const recordSending = defineVerb({
  name: "packets.record_sending",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ deliveryId: idInput, problem: z.string().min(1).max(300).optional() }),
  async run({ tx, context, input, now, audit, unchanged }) {
    const { organizationId } = context;
    const delivery = await requireDelivery(tx, organizationId, input.deliveryId);
    const outcome = input.problem === undefined ? { sentAt: now } : { sendError: input.problem };
    if (!(await noteSent(tx, organizationId, delivery.id, outcome))) return unchanged();
    const changes = { delivery: delivery.id, problem: input.problem ?? null };
    await audit({ action: input.problem === undefined ? "packet_delivery.mailed" : "packet_delivery.not_mailed", subjectKind: "packet", subjectId: delivery.packetId, changes });
    if (input.problem === undefined) {
      await appendPendingEntry(tx, context, { kind: "packet.mailed", subjectId: delivery.packetId, record: { delivery: delivery.id, expires_at: delivery.expiresAt.toISOString() } });
    }
  },
});
