"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { assignIncident, closeIncident, commentIncident, containIncident, reopenIncident, resolveIncident, setSeverity } from "#lib/incidents/index.ts";

const incident = (form: FormData) => ({ incidentId: textField(form, "incidentId") });

export const assignAction = formAction({ verb: assignIncident, input: (form) => ({ ...incident(form), memberId: textField(form, "memberId") }) });
export const severityAction = formAction({
  verb: setSeverity,
  input: (form) => ({ ...incident(form), severity: textField(form, "severity"), reason: textField(form, "reason") }),
});
export const commentAction = formAction({
  verb: commentIncident,
  input: (form) => ({ ...incident(form), text: textField(form, "text"), visibility: textField(form, "visibility") }),
});
export const containAction = formAction({ verb: containIncident, input: (form) => ({ ...incident(form), text: textField(form, "text") }) });
export const resolveAction = formAction({
  verb: resolveIncident,
  input: (form) => ({ ...incident(form), cause: textField(form, "cause"), text: textField(form, "text") }),
});
export const closeAction = formAction({ verb: closeIncident, input: (form) => ({ ...incident(form), text: textField(form, "text") }) });
export const reopenAction = formAction({ verb: reopenIncident, input: (form) => ({ ...incident(form), reason: textField(form, "reason") }) });
