import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { PACKET_STEPS } from "./packet-steps.ts";
import { changeUnsealed, requirePacket } from "./packet.repository.ts";

const STEPS = PACKET_STEPS.map((step) => step.name);

/**
 * Says where the making of a packet stands. Progress is no act, so it leaves no audit-trail row.
 *
 * @returns what earlier runs have kept: null when nothing, and whether the packet is sealed already; and its instant
 */
export const notePacketProgress = defineVerb({
  name: "packets.note_progress",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ packetId: idInput, step: z.enum(STEPS), progress: z.number().min(0).max(1) }),
  async run({ tx, scope, context, input, now, unchanged }): Promise<{ contentSha256: string | null; sealed: boolean; asOf: Date }> {
    unchanged();
    const { packetId, step, progress } = input;
    const { state, asOf } = await requirePacket(tx, scope, packetId);
    await changeUnsealed(tx, context.organizationId, packetId, { status: "running", step, progress, error: null }, now);
    return { contentSha256: state.contentSha256, sealed: state.status === "sealed", asOf };
  },
});
