"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { requestAddress } from "#app/_edge/request-address.ts";
import { globalContext } from "#app/_edge/session.ts";
import { requestPasswordReset } from "#lib/identity/index.ts";

/** Asks for a link to choose a new password; the answer is the same for every address. */
export async function requestPasswordResetAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await requestPasswordReset(await globalContext(), { email: textField(form, "email"), address: await requestAddress() });
    return undefined;
  });
}
