import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { keepBlob } from "#lib/stored-files/index.ts";
import { manifestSchema, omissionsSchema, readRecipients, storedInput } from "./packet-record.ts";
import { changeUnsealed, requirePacket, type PacketRow } from "./packet.repository.ts";
import { putDeliveries } from "./put-deliveries.ts";
import { requireSchedule } from "./schedule.repository.ts";
import { tellOfSeal } from "./tell-people.ts";

const sealInput = z.strictObject({ packetId: idInput, zip: storedInput, report: storedInput, manifest: manifestSchema, omissions: omissionsSchema });

/**
 * Seals a packet: its state points to the stored bytes, the ledger commits to their hashes, and the recipients of its
 * schedule are put in line. Done twice with the same bytes, it is done once.
 *
 * @throws AppError conflict when the packet is sealed with other bytes
 */
export const sealPacketRecord = defineVerb({
  name: "packets.seal_record",
  permission: "system.maintain",
  effect: "write",
  input: sealInput,
  async run(args): Promise<void> {
    const { tx, scope, context, input, now, audit, unchanged } = args;
    const { organizationId } = context;
    const { packetId, zip, report, manifest, omissions } = input;
    const packet = await requirePacket(tx, scope, packetId);
    await keepBlob(args, zip);
    await keepBlob(args, report);
    const sealed = await changeUnsealed(tx, organizationId, packetId, {
      status: "sealed", step: "", progress: 1, error: null, blobSha256: zip.sha256, reportSha256: report.sha256, byteLength: BigInt(zip.byteLength),
      sealedAt: now, manifest, omissions,
    }, now);
    if (!sealed) {
      // Read anew: another run may have sealed it since it was read above.
      const { state } = await requirePacket(tx, scope, packetId);
      if (state.blobSha256 !== zip.sha256) throw new AppError("conflict", "packet_sealed", "The packet is sealed already, with other bytes.");
      return unchanged();
    }
    const record = { number: packet.number, zip_sha256: zip.sha256, report_sha256: report.sha256, tag_manifest_sha256: manifest.tagManifestSha256, bytes: zip.byteLength, omissions: omissions.length };
    await appendPendingEntry(tx, context, { kind: "packet.sealed", subjectId: packetId, record });
    await audit({ action: "packet.sealed", subjectKind: "packet", subjectId: packetId, changes: record });
    await tellOfSeal(args, packet);
    await sendToSchedule(args, packet);
  },
});

async function sendToSchedule(args: VerbArguments<unknown>, packet: PacketRow): Promise<void> {
  if (packet.scheduleId === null) return;
  const schedule = await requireSchedule(args.tx, args.context.organizationId, packet.scheduleId);
  await putDeliveries(args, packet.id, readRecipients(schedule.recipients));
}
