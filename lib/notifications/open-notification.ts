import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { inboxOf } from "./inbox.ts";
import { findNotification, writeRead } from "./notification.repository.ts";
import { notificationPlace } from "./words.ts";

/**
 * Marks a notification as read, and says where it leads: below the address of the organization or of the engagement, or
 * from the start when it begins with a slash.
 *
 * @throws AppError not_found, also for what the person may no longer see
 */
export const openNotification = defineVerb({
  name: "notifications.open",
  permission: "notifications.read",
  effect: "write",
  whileLeaving: true,
  input: z.strictObject({ id: idInput }),
  async run({ tx, scope, context, input, now, unchanged }): Promise<{ place: string }> {
    const inbox = inboxOf(context, scope);
    const row = await findNotification(tx, inbox, input.id);
    if (row === null) throw notFound("notification");
    await writeRead(tx, inbox, [row.id], now);
    // What somebody has read of their own is no act that the organization keeps.
    unchanged();
    return { place: notificationPlace(row.subjectKind, row.subjectId, row.facts, inbox.engagementId) };
  },
});
