"use server";
import { formAction, formOutcome } from "#app/_edge/form-action.ts";
import { numberField, optionalField, textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { pageContext } from "#app/_edge/page-context.ts";
import { saveRuleText, tryRuleText, type TextTrial } from "#lib/rules/index.ts";

export const saveRuleTextAction = formAction({
  verb: saveRuleText,
  input: (form) => {
    const subject = optionalField(form, "subject");
    return {
      about: textField(form, "kind") === "tuning" ? { kind: "tuning", subject, severity: optionalField(form, "severity") ?? null } : { kind: "rule", ...(subject === undefined ? {} : { subject }) },
      text: String(form.get("text") ?? ""),
      reason: textField(form, "reason"),
      baseVersion: numberField(form, "baseVersion"),
      send: textField(form, "send"),
    };
  },
  goTo: ({ textId }, place) => `/${place}/rules/texts/${textId}`,
});

/** Runs what stands in the editor over stored logs. */
export async function tryRuleTextAction(org: string, _previous: FormState<TextTrial>, form: FormData): Promise<FormState<TextTrial>> {
  return formOutcome(form, async () => tryRuleText(await pageContext(String(org)), {
    text: String(form.get("text") ?? ""),
    tunes: optionalField(form, "tunes") ?? null,
    compareWith: optionalField(form, "compareWith") ?? null,
    sourceId: textField(form, "sourceId"),
    firstDay: textField(form, "firstDay"),
    lastDay: textField(form, "lastDay"),
  }));
}
