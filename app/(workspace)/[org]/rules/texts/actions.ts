"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import { approveRuleTexts, endRuleText, proposeRuleText, returnRuleTexts, withdrawRuleText } from "#lib/rules/index.ts";

export const approveRuleTextsAction = formAction({ verb: approveRuleTexts, input: (form) => ({ textIds: listField(form, "textId") }) });
export const returnRuleTextsAction = formAction({ verb: returnRuleTexts, input: (form) => ({ textIds: listField(form, "textId"), reason: textField(form, "reason") }) });
export const approvePackAction = formAction({ verb: approveRuleTexts, input: (form) => ({ packId: textField(form, "packId") }) });
export const returnPackAction = formAction({ verb: returnRuleTexts, input: (form) => ({ packId: textField(form, "packId"), reason: textField(form, "reason") }) });
export const proposeRuleTextAction = formAction({ verb: proposeRuleText, input: (form) => ({ textId: textField(form, "textId") }) });
export const withdrawRuleTextAction = formAction({ verb: withdrawRuleText, input: (form) => ({ textId: textField(form, "textId"), reason: textField(form, "reason") }) });
export const endRuleTextAction = formAction({ verb: endRuleText, input: (form) => ({ textId: textField(form, "textId"), reason: textField(form, "reason") }) });
