import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { inboxOf } from "./inbox.ts";
import { NOTIFICATION_KIND_NAMES, type NotificationKind } from "./kinds.ts";
import { countUnreadOf, findNotifications, type NotificationRow } from "./notification.repository.ts";

export type NotificationList = Page<NotificationRow> & {
  /** Of all kinds. */
  unread: number;
  /** Kinds that the person can be told of. */
  kinds: readonly NotificationKind[];
};

/** What the caller was told in this organization, or in the engagement, newest first. */
export const listNotifications = defineVerb({
  name: "notifications.list",
  permission: "notifications.read",
  effect: "read",
  input: z.strictObject({ show: z.enum(["unread", "all"]).default("unread"), kind: z.enum(NOTIFICATION_KIND_NAMES).optional(), cursor: cursorInput, size: pageSizeInput }),
  async run({ tx, scope, context, input }): Promise<NotificationList> {
    const { show, kind, cursor, size } = input;
    const inbox = inboxOf(context, scope);
    const below = cursor === undefined ? undefined : decodeCursor(z.tuple([idInput]), cursor)[0];
    const found = await findNotifications(tx, inboxOf(context, scope, kind), { unread: show === "unread", below, take: size + 1 });
    return { ...pageOf(found, size, (row) => [row.id]), unread: await countUnreadOf(tx, inbox), kinds: inbox.kinds };
  },
});
