"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { optionalField, textField } from "#app/_edge/form-fields.ts";
import { approveRule, declineRule, endRule, proposeRule } from "#lib/acceptance/index.ts";

/** A source as the form carries it: a key's id, or nothing for records of a kind. */
function sourceOf(form: FormData): object {
  const keyId = optionalField(form, "keyId");
  const sourceKind = textField(form, "sourceKind");
  return keyId === undefined ? { kind: "record", sourceKind } : { kind: "key", keyId, sourceKind };
}

export const proposeRuleAction = formAction({
  verb: proposeRule,
  input: (form) => ({ source: sourceOf(form), requestId: optionalField(form, "requestId"), reason: textField(form, "reason"), lastDay: textField(form, "lastDay") }),
  answer: ({ number, inForce }) => ({ number, inForce }),
});

export const approveRuleAction = formAction({ verb: approveRule, input: (form) => ({ ruleId: textField(form, "ruleId") }) });

export const declineRuleAction = formAction({ verb: declineRule, input: (form) => ({ ruleId: textField(form, "ruleId"), reason: textField(form, "reason") }) });

export const endRuleAction = formAction({ verb: endRule, input: (form) => ({ ruleId: textField(form, "ruleId"), reason: textField(form, "reason") }) });
