"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import { approveDisposal, keepLonger } from "#lib/disposal/index.ts";

const decisionOf = (form: FormData) => ({ dispositionIds: listField(form, "selected"), reason: textField(form, "reason") });

export const approveDisposalAction = formAction({ verb: approveDisposal, input: decisionOf, answer: ({ references }) => references });

export const keepLongerAction = formAction({ verb: keepLonger, input: decisionOf, answer: ({ references }) => references });
