import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { findLogHealth, type LogHealth } from "./log-list.repository.ts";

/** Days that the health of logs looks back over: what was received before has been dealt with or is history. */
export const LOG_HEALTH_DAYS = 90;

/** How completely the logs of the last 90 days were read: what any list of alerts has to be read with. */
export const readLogHealth = defineVerb({
  name: "logs.read_health",
  permission: "logs.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context, now }): Promise<LogHealth> {
    return findLogHealth(tx, context.organizationId, new Date(now.getTime() - LOG_HEALTH_DAYS * 86_400_000));
  },
});
