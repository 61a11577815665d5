import { defineVerb, idInput } from "#lib/access/index.ts";
import { keepBlob } from "#lib/stored-files/index.ts";
import { storedInput } from "./packet-record.ts";
import { changeUnsealed, requirePacket } from "./packet.repository.ts";

/**
 * Keeps what was read for a packet: from here on its bytes are decided. Of two runs at once the first wins, and the second
 * goes on from what the first has read.
 *
 * @returns the content that counts
 */
export const keepPacketContent = defineVerb({
  name: "packets.keep_content",
  permission: "system.maintain",
  effect: "write",
  input: storedInput.extend({ packetId: idInput }),
  async run({ tx, scope, context, input, now, audit, unchanged }): Promise<{ contentSha256: string }> {
    const { organizationId } = context;
    const { packetId, sha256, byteLength } = input;
    await keepBlob({ tx, context, now, audit }, { sha256, byteLength });
    if (!(await changeUnsealed(tx, organizationId, packetId, { contentSha256: sha256 }, now, { contentSha256: null }))) {
      unchanged();
      return { contentSha256: (await requirePacket(tx, scope, packetId)).state.contentSha256 ?? sha256 };
    }
    await audit({ action: "packet.collected", subjectKind: "packet", subjectId: packetId, changes: { content_sha256: sha256 } });
    return { contentSha256: sha256 };
  },
});
