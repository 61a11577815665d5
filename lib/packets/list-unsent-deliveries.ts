import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { findUnsent } from "./delivery.repository.ts";

/** Deliveries of a packet whose mail is due, by id. */
export const listUnsentDeliveries = defineVerb({
  name: "packets.list_unsent_deliveries",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ packetId: idInput }),
  async run({ tx, context, input, now }): Promise<string[]> {
    return (await findUnsent(tx, context.organizationId, input.packetId, now)).map((row) => row.id);
  },
});
