import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { downloadOf, PACKET_PARTS, type PacketDownload } from "./packet-download.ts";
import { requirePacket } from "./packet.repository.ts";

/**
 * Records that somebody takes a packet or its report away, before the first byte is sent: the audit trail and the ledger
 * know of every copy. Answers what to stream.
 *
 * @throws AppError not_found; precondition_failed while the packet is not sealed
 */
export const recordDownload = defineVerb({
  name: "packets.record_download",
  permission: "packets.read",
  effect: "write",
  whileLeaving: true,
  input: z.strictObject({ packetId: idInput, part: z.enum(PACKET_PARTS) }),
  async run({ tx, scope, context, input, audit }): Promise<PacketDownload> {
    const packet = await requirePacket(tx, scope, input.packetId);
    const download = downloadOf(packet, input.part);
    await appendPendingEntry(tx, context, { kind: "packet.downloaded", subjectId: packet.id, record: { by: actorId(context.actor), part: input.part, sha256: download.sha256 } });
    await audit({ action: "packet.downloaded", subjectKind: "packet", subjectId: packet.id, changes: { part: input.part, engagement: scope.engagement?.id ?? null } });
    return download;
  },
});
