import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { inboxOf } from "./inbox.ts";
import { countOwn, writeRead, writeReadUpTo } from "./notification.repository.ts";

/** A page of the inbox at its longest. */
const MOST_AT_ONCE = 200;

/** Marks some of the caller's notifications as read, or as unread again. @throws AppError not_found when one is not theirs */
export const markNotifications = defineVerb({
  name: "notifications.mark",
  permission: "notifications.read",
  effect: "write",
  whileLeaving: true,
  input: z.strictObject({ ids: z.array(idInput).min(1, "Nothing is selected.").max(MOST_AT_ONCE), read: z.boolean() }),
  async run({ tx, scope, context, input, now, unchanged }): Promise<void> {
    const inbox = inboxOf(context, scope);
    const ids = [...new Set(input.ids)];
    if ((await countOwn(tx, inbox, ids)) !== ids.length) throw notFound("notification");
    await writeRead(tx, inbox, ids, input.read ? now : null);
    unchanged();
  },
});

/** Marks everything up to the newest that the caller saw as read: what came meanwhile stays unread. @throws AppError not_found */
export const markAllRead = defineVerb({
  name: "notifications.mark_all_read",
  permission: "notifications.read",
  effect: "write",
  whileLeaving: true,
  input: z.strictObject({ newest: idInput }),
  async run({ tx, scope, context, input, now, unchanged }): Promise<void> {
    const inbox = inboxOf(context, scope);
    if ((await countOwn(tx, inbox, [input.newest])) !== 1) throw notFound("notification");
    await writeReadUpTo(tx, inbox, input.newest, now);
    unchanged();
  },
});
