"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { setRuleStanding } from "#lib/rules/index.ts";

export const setRuleStandingAction = formAction({
  verb: setRuleStanding,
  input: (form) => ({ ruleKey: textField(form, "ruleKey"), state: textField(form, "state"), reason: textField(form, "reason") }),
});
