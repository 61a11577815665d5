import { z } from "zod";
import { defineVerb, roleHolds } from "#lib/access/index.ts";
import { firstWeekIsOpen } from "#lib/first-week/index.ts";
import { firstScreen } from "./navigation.ts";

/** Where the caller begins, below the organization's address: in the first week while it is theirs to do. Null for who has no screen here. */
export const readFirstScreen = defineVerb({
  name: "navigation.read_first_screen",
  permission: "organization.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { actor } }): Promise<string | null> {
    if (actor.kind !== "member" || actor.role === "auditor") return null;
    if (roleHolds(actor.role, "first_week.manage") && (await firstWeekIsOpen(tx))) return "first-week";
    return firstScreen(actor.role);
  },
});
