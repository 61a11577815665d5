import type { VerbArguments } from "#lib/access/index.ts";
import { notify, type News } from "#lib/notifications/index.ts";
import { packetName } from "./packet-record.ts";
import type { PacketRow } from "./packet.repository.ts";
import { auditorsOf } from "./packet-access.repository.ts";
import { requireSchedule } from "./schedule.repository.ts";

type Act = VerbArguments<unknown>;

/** Tells who asked for a packet, or made its schedule, that it is sealed; and the auditors whom it was made for. */
export async function tellOfSeal(args: Act, packet: PacketRow): Promise<void> {
  const news = newsOf(packet, { kind: "packet_ready", cause: `packet_ready:${packet.id}` });
  await notify(args, { ...news, to: await askerOf(args, packet) });
  if (packet.engagementId !== null) await notify(args, { ...news, engagementId: packet.engagementId, to: await auditorsOf(args.tx, args.context.organizationId, packet.engagementId) });
}

/** Tells them that it could not be made, and why. */
export async function tellOfFailure(args: Act, packet: PacketRow, reason: string): Promise<void> {
  const news = newsOf(packet, { kind: "packet_failed", cause: `packet_failed:${packet.id}` });
  await notify(args, { ...news, facts: { ...news.facts, reason }, to: await askerOf(args, packet) });
}

function newsOf(packet: PacketRow, { kind, cause }: Pick<News, "kind" | "cause">): Omit<News, "to"> {
  return { kind, cause, subject: { kind: "packet", id: packet.id }, facts: { code: packetName(packet.number), title: `for ${packet.firstDay} to ${packet.lastDay}` } };
}

async function askerOf({ tx, context }: Act, packet: PacketRow): Promise<string[]> {
  return [packet.scheduleId === null ? packet.requestedBy : (await requireSchedule(tx, context.organizationId, packet.scheduleId)).createdBy];
}
