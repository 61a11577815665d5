"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { declareAbsence, delegateWork, endDelegation } from "#lib/delegation/index.ts";
import { givenWork } from "./task-key.ts";

const standIn = (form: FormData) => ({ standInId: textField(form, "standInId"), firstDay: textField(form, "firstDay"), lastDay: textField(form, "lastDay"), note: textField(form, "note") });

/** Says that the person, or the one whom an administrator names, is away. */
export const declareAbsenceAction = formAction({
  verb: declareAbsence,
  input: (form) => ({ memberId: optionalField(form, "memberId"), ...standIn(form) }),
  answer: ({ standInName, left }) => ({ standInName, left }),
});

/** Gives the selected tasks to somebody. */
export const delegateWorkAction = formAction({
  verb: delegateWork,
  input: (form) => ({ work: listField(form, "selected").map(givenWork), ...standIn(form) }),
  answer: ({ ids, standInName }) => ({ ids, standInName }),
});

/** Takes back, or hands back, what is selected. */
export const endDelegationAction = formAction({
  verb: endDelegation,
  input: (form) => ({ ids: listField(form, "selected") }),
  answer: ({ ended }) => ({ ended }),
});
