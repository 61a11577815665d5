"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import { decideApplicability, issueStatement } from "#lib/applicability/index.ts";

export const decideAction = formAction({
  verb: decideApplicability, answer: ({ decided }: { decided: number }) => decided,
  input: (form) => ({ frameworkKey: textField(form, "frameworkKey"), codes: listField(form, "selected"), applicable: textField(form, "applicable") === "yes", justification: textField(form, "justification") }),
});

export const issueAction = formAction({ verb: issueStatement, answer: ({ version }: { version: number }) => version, input: (form) => ({ frameworkKey: textField(form, "frameworkKey") }) });
