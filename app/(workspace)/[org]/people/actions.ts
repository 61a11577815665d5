"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { addMember, changeRole, removeMember } from "#lib/people/index.ts";

/** Adds a person. Their first password is in the answer, once; nothing keeps it. */
export const addMemberAction = formAction({
  verb: addMember,
  input: (form) => ({ email: textField(form, "email"), name: textField(form, "name"), role: textField(form, "role") }),
  answer: ({ memberId, initialPassword }) => ({ memberId, initialPassword }),
});

export const changeRoleAction = formAction({
  verb: changeRole,
  input: (form) => ({ memberId: textField(form, "memberId"), role: textField(form, "role") }),
});

export const removeMemberAction = formAction({
  verb: removeMember,
  input: (form) => ({ memberId: textField(form, "memberId") }),
});
