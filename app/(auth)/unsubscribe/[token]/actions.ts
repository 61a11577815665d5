"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { stopMails } from "#lib/notifications/index.ts";
import { notFound } from "#lib/platform/errors.ts";

/** Stops the mails that a link is about; the page is drawn again and says so. */
export async function stopMailsAction(token: string, _previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    if (!(await stopMails(String(token)))) throw notFound("link");
    return undefined;
  });
}
