import { z } from "zod";
import { defineVerb, roleHolds } from "#lib/access/index.ts";
import { firstWeekIsOpen } from "#lib/first-week/index.ts";
import { countWaiting, type WaitingCounts } from "./navigation.repository.ts";
import { navigationOf, type NavigationGroup } from "./navigation.ts";

const NOTHING: WaitingCounts = { alertsToJudge: 0, openIncidents: 0, openFindings: 0, awaitingReview: 0, packets: 0 };

/** The workspace's navigation for the caller: what they may open, with what waits there. */
export const readNavigation = defineVerb({
  name: "navigation.read",
  permission: "my_work.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context }): Promise<NavigationGroup[]> {
    if (context.actor.kind !== "member") return [];
    const { role } = context.actor;
    // Employees have no screen that counts anything, and are the many.
    const firstWeek = roleHolds(role, "first_week.manage") && (await firstWeekIsOpen(tx));
    return navigationOf(role, role === "employee" ? NOTHING : await countWaiting(tx), firstWeek);
  },
});
