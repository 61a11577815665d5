"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { globalContext } from "#app/_edge/session.ts";
import { resetPassword } from "#lib/identity/index.ts";

/** Chooses a new password by a mailed link. Signs nobody in. */
export async function resetPasswordAction(token: string, _previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await resetPassword(await globalContext(), { token: String(token), password: textField(form, "password") });
    return undefined;
  });
}
