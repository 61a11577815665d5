"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import { addAuditor, createEngagement, removeAuditor } from "#lib/engagements/index.ts";

/** Opens an engagement and leads to it. */
export const createEngagementAction = formAction({
  verb: createEngagement,
  input: (form) => ({
    name: textField(form, "name"),
    type: textField(form, "type"),
    frameworkKey: textField(form, "frameworkKey"),
    firstDay: textField(form, "firstDay"),
    lastDay: textField(form, "lastDay"),
    timeZone: textField(form, "timeZone"),
    auditFirm: textField(form, "auditFirm"),
    accessUntil: textField(form, "accessUntil"),
    controlIds: listField(form, "controlIds"),
  }),
  goTo: ({ id }, org) => `/${org}/engagements/${id}`,
});

export const removeAuditorAction = formAction({ verb: removeAuditor, input: (form) => ({ engagementId: textField(form, "engagementId"), memberId: textField(form, "memberId") }) });

export const addAuditorAction = formAction({ verb: addAuditor, input: (form) => ({ engagementId: textField(form, "engagementId"), memberId: textField(form, "memberId") }) });
