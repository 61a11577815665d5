"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, optionalField, textField } from "#app/_edge/form-fields.ts";
import {
  acceptRisk, addRemediationEvidence, addStep, assignFinding, finishStep, linkTicket, moveDueDate, planRemediation, relateFinding, remediateFinding, removeTicket, reopenFinding, setFindingSeverity, shareFinding, verifyRemediation, withdrawFinding,
} from "#lib/findings/index.ts";
import { requirementsIn } from "../requirements-in.ts";

const finding = (form: FormData) => ({ findingId: textField(form, "findingId") });
const reasoned = (form: FormData) => ({ ...finding(form), reason: textField(form, "reason") });

export const planAction = formAction({ verb: planRemediation, input: (form) => ({ ...finding(form), rootCause: textField(form, "rootCause"), plan: textField(form, "plan") }) });
export const addStepAction = formAction({ verb: addStep, input: (form) => ({ ...finding(form), text: textField(form, "text") }) });
export const finishStepAction = formAction({ verb: finishStep, input: (form) => ({ stepId: textField(form, "stepId"), done: textField(form, "done") === "yes" }) });
export const addEvidenceAction = formAction({ verb: addRemediationEvidence, input: (form) => ({ ...finding(form), reference: textField(form, "reference") }) });
export const linkTicketAction = formAction({ verb: linkTicket, input: (form) => ({ ...finding(form), title: textField(form, "title"), url: textField(form, "url") }) });
export const removeTicketAction = formAction({ verb: removeTicket, input: (form) => ({ ticketId: textField(form, "ticketId") }) });
export const remediateAction = formAction({ verb: remediateFinding, input: (form) => ({ ...finding(form), text: textField(form, "text") }) });
export const verifyAction = formAction({ verb: verifyRemediation, input: (form) => ({ ...reasoned(form), decision: textField(form, "decision") }) });
export const acceptRiskAction = formAction({ verb: acceptRisk, input: (form) => ({ ...reasoned(form), until: textField(form, "until") }) });
export const reopenAction = formAction({ verb: reopenFinding, input: reasoned });
export const withdrawAction = formAction({ verb: withdrawFinding, input: reasoned });
export const severityAction = formAction({ verb: setFindingSeverity, input: (form) => ({ ...reasoned(form), severity: textField(form, "severity") }) });
export const moveDueDateAction = formAction({ verb: moveDueDate, input: (form) => ({ ...reasoned(form), dueOn: textField(form, "dueOn") }) });
export const shareAction = formAction({ verb: shareFinding, input: (form) => ({ ...finding(form), visibility: textField(form, "visibility") }) });
export const relateAction = formAction({
  verb: relateFinding,
  input: (form) => ({ ...finding(form), controlIds: listField(form, "controlIds").filter((id) => id !== ""), requirements: requirementsIn(form) }),
});
export const assignAction = formAction({
  verb: assignFinding,
  input: (form) => {
    const [memberId, email] = [optionalField(form, "memberId"), optionalField(form, "email")];
    const owner = memberId !== undefined ? { kind: "member", memberId } : email !== undefined ? { kind: "person", name: textField(form, "name"), email } : { kind: "nobody" };
    return { ...finding(form), owner };
  },
});
