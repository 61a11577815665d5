"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { globalContext } from "#app/_edge/session.ts";
import { beginTotp, changePassword, confirmTotp, removeTotp, renewRecoveryCodes, revokeSession, type TotpEnrolment } from "#lib/identity/index.ts";

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

/** Begins the set-up of an authenticator app; the answer carries its key, once. */
export async function beginTotpAction(_previous: FormState<TotpEnrolment>, form: FormData): Promise<FormState<TotpEnrolment>> {
  return formOutcome(form, async () => beginTotp(await globalContext(), { proof: textField(form, "proof_password") }));
}

/** Ends the set-up by a code; the answer carries the recovery codes, once. */
export async function confirmTotpAction(_previous: FormState<{ recoveryCodes: string[] | null }>, form: FormData): Promise<FormState<{ recoveryCodes: string[] | null }>> {
  return formOutcome(form, async () => confirmTotp(await globalContext(), { code: textField(form, "code") }));
}

/** Takes the authenticator app away. */
export async function removeTotpAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await removeTotp(await globalContext(), { proof: textField(form, "proof_password") });
    return undefined;
  });
}

/** Makes new recovery codes; the answer carries them, once. */
export async function renewRecoveryCodesAction(_previous: FormState<{ recoveryCodes: string[] }>, form: FormData): Promise<FormState<{ recoveryCodes: string[] }>> {
  return formOutcome(form, async () => renewRecoveryCodes(await globalContext(), { proof: textField(form, "proof_password") }));
}
