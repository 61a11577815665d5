import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { changeUnsealed, requirePacket } from "./packet.repository.ts";
import { tellOfFailure } from "./tell-people.ts";

/** Says that a packet could not be made, and why. A later run may still seal it. */
export const failPacket = defineVerb({
  name: "packets.fail",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ packetId: idInput, reason: z.string().min(1).max(1000) }),
  async run(args): Promise<void> {
    const { tx, scope, context, input, now, audit, unchanged } = args;
    const { packetId, reason } = input;
    const packet = await requirePacket(tx, scope, packetId);
    if (!(await changeUnsealed(tx, context.organizationId, packetId, { status: "failed", error: reason }, now))) return unchanged();
    await audit({ action: "packet.failed", subjectKind: "packet", subjectId: packetId, changes: { reason } });
    await tellOfFailure(args, packet, reason);
  },
});
