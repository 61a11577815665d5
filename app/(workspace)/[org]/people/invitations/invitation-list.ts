import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { listInvitations, type InvitationsPage, type InvitationView } from "#lib/people/index.ts";
import { makeLinkAction, resendInvitationAction, revokeInvitationAction } from "../actions.ts";
import { invitationColumns } from "./invitation-columns.tsx";

export const INVITATION_STATES = ["open", "accepted", "revoked"] as const;
export const INVITATION_STATE_WORDS: Readonly<Record<(typeof INVITATION_STATES)[number], string>> = { open: "Not answered", accepted: "Accepted", revoked: "Withdrawn" };

/** Which invitations an address asks for: those not answered unless it says otherwise. */
export function invitationState(query: Query): (typeof INVITATION_STATES)[number] {
  const show = addressValue(query, "show");
  return INVITATION_STATES.find((one) => one === show) ?? "open";
}

export const invitationList = defineList<InvitationView, InvitationsPage>({
  key: "invitations",
  page: "people/invitations",
  title: "Invitations",
  filters: { show: { label: "Show", word: wordIn(INVITATION_STATE_WORDS) } },
  rowId: (row) => row.id,
  read: (context, query, stretch) => listInvitations(context, { status: invitationState(query), ...stretch }),
  columns: ({ zone, org }) =>
    invitationColumns(zone, { makeLink: makeLinkAction.bind(null, org), resend: resendInvitationAction.bind(null, org), revoke: revokeInvitationAction.bind(null, org) }),
});
