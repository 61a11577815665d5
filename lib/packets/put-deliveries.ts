import type { VerbArguments } from "#lib/access/index.ts";
import { settingAt } from "#lib/settings/index.ts";
import { deliverPacketKind } from "./deliver-packet.kind.ts";
import { putDelivery } from "./delivery.repository.ts";
import type { Recipient } from "./packet-record.ts";

const DAY_MS = 86_400_000;

/**
 * Puts a sealed packet in line for recipients and starts the job that mails them. Links expire after the setting
 * `packet_link_days`, counted from now.
 *
 * @returns how many mails are due; none starts no job and leaves no audit-trail row
 */
export async function putDeliveries(args: VerbArguments<unknown>, packetId: string, recipients: readonly Recipient[]): Promise<number> {
  const { tx, context, now, audit, enqueue } = args;
  const expiresAt = new Date(now.getTime() + (await settingAt(tx, "packet_link_days")) * DAY_MS);
  const due: string[] = [];
  for (const recipient of recipients) {
    if (await putDelivery(tx, context.organizationId, packetId, recipient, expiresAt, now)) due.push(recipient.email);
  }
  if (due.length === 0) return 0;
  await audit({ action: "packet.sent", subjectKind: "packet", subjectId: packetId, changes: { recipients: due, expires_at: expiresAt.toISOString() } });
  await enqueue(deliverPacketKind, { packetId }, packetId);
  return due.length;
}
