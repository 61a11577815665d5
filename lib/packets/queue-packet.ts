import type { VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { makePacketKind } from "./make-packet.kind.ts";
import { packetName } from "./packet-record.ts";
import { insertPacket, type NewPacket } from "./packet.repository.ts";

export type QueuedPacket = { id: string; name: string };

/** Puts a packet in line: its row, its ledger entry, its audit-trail row and the job that makes it. */
export async function queuePacket(args: VerbArguments<unknown>, wanted: Omit<NewPacket, "requestedBy">): Promise<QueuedPacket> {
  const { tx, context, now, audit, enqueue } = args;
  const packet = await insertPacket(tx, context.organizationId, { ...wanted, requestedBy: actorId(context.actor) }, now);
  const { id, number, controlId, engagementId, scheduleId, firstDay, lastDay, timeZone, people } = packet;
  const record = { number, control: controlId, engagement: engagementId, schedule: scheduleId, first_day: firstDay, last_day: lastDay, time_zone: timeZone, people };
  await appendPendingEntry(tx, context, { kind: "packet.requested", subjectId: id, record: { ...record, as_of: packet.asOf.toISOString() } });
  await audit({ action: "packet.requested", subjectKind: "packet", subjectId: id, changes: record });
  await enqueue(makePacketKind, { packetId: id }, id);
  return { id, name: packetName(number) };
}
