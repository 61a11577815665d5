"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { optionalField, textField } from "#app/_edge/form-fields.ts";
import { acknowledgeAlert, assignAlert, commentAlert, judgeAlert } from "#lib/alerts/index.ts";
import { declareIncident } from "#lib/incidents/index.ts";

const alert = (form: FormData) => ({ alertId: textField(form, "alertId") });

export const acknowledgeAction = formAction({ verb: acknowledgeAlert, input: alert });
/** An empty choice is nobody. */
export const assignAction = formAction({
  verb: assignAlert,
  input: (form) => ({ ...alert(form), assigneeMemberId: optionalField(form, "assigneeMemberId") ?? null, seenAssigneeMemberId: optionalField(form, "seenAssigneeMemberId") ?? null }),
});
export const commentAction = formAction({ verb: commentAlert, input: (form) => ({ ...alert(form), text: textField(form, "text") }) });
export const judgeAction = formAction({
  verb: judgeAlert,
  input: (form) => ({ ...alert(form), verdict: textField(form, "verdict"), reason: textField(form, "reason") }),
});
export const declareAction = formAction({
  verb: declareIncident,
  input: (form) => ({
    alertIds: [textField(form, "alertId")],
    title: textField(form, "title"),
    severity: textField(form, "severity"),
    reason: textField(form, "reason"),
    assigneeMemberId: optionalField(form, "assigneeMemberId"),
  }),
  goTo: (incident, org) => `/${org}/incidents/${incident.id}`,
});
