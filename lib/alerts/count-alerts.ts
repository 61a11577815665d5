import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { countAlertsToJudge } from "./alert-list.repository.ts";

/** More than this is shown as "1,000+": an exact count of a long queue tells nobody more and costs a scan. */
export const COUNTED_ALERTS = 1000;

export type AlertCounts = {
  /** At most `COUNTED_ALERTS`; when it is reached there may be more. */
  toJudge: number;
  /** Not acknowledged and past the deadline; counted to the same bound. */
  overdue: number;
};

/** How many alerts wait for a verdict, for lists and navigation. */
export const countAlerts = defineVerb({
  name: "alerts.count",
  permission: "alerts.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context, now }): Promise<AlertCounts> {
    return countAlertsToJudge(tx, context.organizationId, now, COUNTED_ALERTS);
  },
});
