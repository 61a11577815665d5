import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { countPending, findInvitations, type InvitationRow } from "./invitation.repository.ts";

export type InvitationView = InvitationRow & { expired: boolean };
export type InvitationsPage = Page<InvitationView> & { pending: number };

/** The organization's invitations, the newest first: those still open, or how the others ended. */
export const listInvitations = defineVerb({
  name: "people.list_invitations",
  permission: "people.manage",
  effect: "read",
  input: z.strictObject({ status: z.enum(["open", "accepted", "revoked"]).default("open"), cursor: cursorInput, size: pageSizeInput }),
  async run({ tx, input, now }): Promise<InvitationsPage> {
    const { status, cursor, size } = input;
    const below = cursor === undefined ? undefined : decodeCursor(z.tuple([idInput]), cursor)[0];
    const { rows, nextCursor } = pageOf(await findInvitations(tx, status, below, size + 1), size, (row) => [row.id]);
    return { rows: rows.map((row) => ({ ...row, expired: row.status === "pending" && row.expiresAt <= now })), nextCursor, pending: await countPending(tx) };
  },
});
