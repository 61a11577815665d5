"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { readInvitationLines, ROLE_ORDER } from "#lib/people/client.ts";
import {
  changeRole, invitePeople, makeInvitationLink, previewInvitations, removeMember, removeSecondFactor, resendInvitation, revokeInvitation, type InvitationPreview, type InvitedPeople,
} from "#lib/people/index.ts";

/** Looks a pasted list over; invites nobody. */
export const previewInvitationsAction = formAction({
  verb: previewInvitations,
  input: (form) => ({ text: textField(form, "list"), role: textField(form, "role") }),
  answer: (preview): InvitationPreview => preview,
});

/** Invites the people of a list that was looked over. What cannot be read is refused by its place in the list. */
export const invitePeopleAction = formAction({
  verb: invitePeople,
  input: (form) => ({ people: peopleOf(form), sendMail: textField(form, "delivery") === "mail" }),
  answer: ({ invited, leftOut }): InvitedPeople => ({ invited, leftOut }),
});

function peopleOf(form: FormData) {
  const role = ROLE_ORDER.find((one) => one === textField(form, "role"));
  if (role === undefined) return undefined;
  return readInvitationLines(textField(form, "list"), role).map(({ email, name, role: own }) => ({ email, name, role: own }));
}

/** Makes a link to hand over. It is in the answer, once; nothing keeps it. */
export const makeLinkAction = formAction({
  verb: makeInvitationLink,
  input: (form) => ({ invitationId: textField(form, "invitationId") }),
  answer: ({ url }) => ({ url }),
});

export const resendInvitationAction = formAction({
  verb: resendInvitation,
  input: (form) => ({ invitationId: textField(form, "invitationId") }),
});

export const revokeInvitationAction = formAction({
  verb: revokeInvitation,
  input: (form) => ({ invitationId: textField(form, "invitationId") }),
});

export const changeRoleAction = formAction({
  verb: changeRole,
  input: (form) => ({ memberId: textField(form, "memberId"), role: textField(form, "role") }),
});

export const removeMemberAction = formAction({
  verb: removeMember,
  input: (form) => ({ memberId: textField(form, "memberId") }),
});

export const removeSecondFactorAction = formAction({
  verb: removeSecondFactor,
  input: (form) => ({ memberId: textField(form, "memberId"), proof: textField(form, "proof_password") }),
});
