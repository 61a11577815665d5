import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { findMails, type MailRow } from "./mail.repository.ts";

export type MailList = Page<MailRow>;

/** The notification mails of the last months, newest first: those that the mail server did not take, or all. */
export const listMails = defineVerb({
  name: "notifications.list_mails",
  permission: "people.manage",
  effect: "read",
  input: z.strictObject({ show: z.enum(["trouble", "all"]).default("trouble"), cursor: cursorInput, size: pageSizeInput }),
  async run({ tx, context, input: { show, cursor, size } }): Promise<MailList> {
    const below = cursor === undefined ? undefined : decodeCursor(z.tuple([idInput]), cursor)[0];
    return pageOf(await findMails(tx, context.organizationId, show, below, size + 1), size, (row) => [row.id]);
  },
});
