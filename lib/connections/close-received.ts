import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { RECEIVED } from "./client.ts";
import { requireCollection } from "./collection.repository.ts";
import { lockCollector, lockConnection, putCollectDue, removeCollectDue } from "./connection.repository.ts";
import { closeDay, closesAt } from "./received-day.ts";

/** Closes the record of what came to a connection once its day is over, or the connection was removed. @throws AppError not_found */
export const closeReceived = defineVerb({
  name: "connections.close_received",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ connectionId: idInput }),
  async run(args): Promise<void> {
    const { tx, context: { organizationId }, input: { connectionId }, now, unchanged } = args;
    const connection = await lockConnection(tx, organizationId, connectionId);
    const { runningId } = await lockCollector(tx, organizationId, connectionId, RECEIVED);
    if (runningId === null) {
      unchanged();
      return removeCollectDue(tx, connectionId, RECEIVED);
    }
    const day = await requireCollection(tx, organizationId, runningId);
    if (connection.state === "removed" || now >= closesAt(day.untilAt)) return closeDay(args, connection, day);
    unchanged();
    await putCollectDue(tx, connectionId, RECEIVED, closesAt(day.untilAt));
  },
});
