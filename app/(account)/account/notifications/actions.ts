"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import { checkedField, numberField, optionalField, textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { myContextIn } from "#app/_edge/my-contexts.ts";
import { NOTIFICATION_KIND_NAMES, type MailMode, type WorkDigest } from "#lib/notifications/client.ts";
import { chooseMails } from "#lib/notifications/index.ts";
import { notFound } from "#lib/platform/errors.ts";

/** Chooses how the caller is mailed in one of their organizations. */
export async function chooseMailsAction(organizationId: string, _previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    const context = await myContextIn(String(organizationId));
    if (context === null) throw notFound("organization");
    const modes = Object.fromEntries(NOTIFICATION_KIND_NAMES.filter((kind) => form.has(kind)).map((kind) => [kind, textField(form, kind) as MailMode]));
    await chooseMails(context, {
      modes, timeZone: textField(form, "timeZone"), digestHour: numberField(form, "digestHour"), quietFrom: numberField(form, "quietFrom"),
      quietUntil: numberField(form, "quietUntil"), quietWeekends: checkedField(form, "quietWeekends"),
      workDigest: optionalField(form, "workDigest") as WorkDigest | undefined,
    });
    return undefined;
  });
}
