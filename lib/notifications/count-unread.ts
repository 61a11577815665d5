import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { inboxOf } from "./inbox.ts";
import { countUnreadOf } from "./notification.repository.ts";

/** How much of what the caller was told they have not read. Asked by every page, and again every minute. */
export const countUnread = defineVerb({
  name: "notifications.count_unread",
  permission: "notifications.read",
  effect: "read",
  input: z.strictObject({}),
  run: ({ tx, scope, context }): Promise<number> => countUnreadOf(tx, inboxOf(context, scope)),
});
