"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { globalContext } from "#app/_edge/session.ts";
import { changePassword, requestEmailChange, revokeOtherSessions, revokeSession } from "#lib/identity/index.ts";

/** Ends one of the caller's own sessions. */
export async function revokeSessionAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await revokeSession(await globalContext(), { sessionId: textField(form, "sessionId") });
    return undefined;
  });
}

/** Changes the caller's own password; their other sessions end. */
export async function changePasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await changePassword(await globalContext(), { current: textField(form, "current_password"), next: textField(form, "new_password") });
    return undefined;
  });
}

/** Ends every session of the caller but this one. */
export async function revokeOtherSessionsAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await revokeOtherSessions(await globalContext(), {});
    return undefined;
  });
}

/** Asks for another address for the caller's account; a mail to it has to be followed. */
export async function requestEmailChangeAction(_previous: FormState<{ email: string }>, form: FormData): Promise<FormState<{ email: string }>> {
  return formOutcome(form, async () => {
    const email = textField(form, "email");
    await requestEmailChange(await globalContext(), { email, password: textField(form, "present_password") });
    return { email: email.trim() };
  });
}
