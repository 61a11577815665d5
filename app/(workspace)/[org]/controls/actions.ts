"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { adoptControls, attachLink, reinstateControl, retireControl } from "#lib/controls/index.ts";
import { assignRequest } from "#lib/evidence/index.ts";

export const attachLinkAction = formAction({
  verb: attachLink,
  input: (form) => ({ controlId: textField(form, "controlId"), title: textField(form, "title"), url: textField(form, "url") }),
});

export const retireControlAction = formAction({
  verb: retireControl,
  input: (form) => ({ controlId: textField(form, "controlId"), day: textField(form, "day"), reason: textField(form, "reason"), successorCode: optionalField(form, "successorCode") }),
});

export const reinstateControlAction = formAction({
  verb: reinstateControl,
  input: (form) => ({ controlId: textField(form, "controlId"), reason: textField(form, "reason") }),
});

export const assignRequestAction = formAction({
  verb: assignRequest,
  input: (form) => ({ requestId: textField(form, "requestId"), ownerMemberId: optionalField(form, "ownerMemberId") ?? null }),
  answer: ({ ownerName }) => ownerName,
});

export const adoptControlsAction = formAction({
  verb: adoptControls,
  input: (form) => ({ codes: listField(form, "selected"), effectiveDay: optionalField(form, "effectiveDay"), ownerTeam: optionalField(form, "ownerTeam") }),
  answer: ({ codes }) => codes,
});
