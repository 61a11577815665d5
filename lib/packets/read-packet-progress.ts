import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { PacketStatus } from "./packet-status.ts";
import { requirePacket } from "./packet.repository.ts";

export type PacketProgress = { status: PacketStatus; step: string; progress: number; error: string | null };

/** Where the making of a packet stands: small enough to ask every second. */
export const readPacketProgress = defineVerb({
  name: "packets.read_progress",
  permission: "packets.read",
  effect: "read",
  input: z.strictObject({ packetId: idInput }),
  async run({ tx, scope, input }): Promise<PacketProgress> {
    const { status, step, progress, error } = (await requirePacket(tx, scope, input.packetId)).state;
    return { status, step, progress, error };
  },
});
