"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { challengeCookie } from "#app/_edge/passkey-challenge.ts";
import { globalContext } from "#app/_edge/session.ts";
import {
  addPasskey, beginPasskey, beginTotp, changePassword, confirmTotp, removePasskey, removeTotp, renamePasskey, renewRecoveryCodes,
  requestEmailChange, revokeOtherSessions, revokeSession,
  type NewFactorAnswer, type PasskeyCreation, type TotpEnrolment,
} from "#lib/identity/index.ts";

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
export async function confirmTotpAction(_previous: FormState<NewFactorAnswer>, form: FormData): Promise<FormState<NewFactorAnswer>> {
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

/** Begins the registration of a passkey; the challenge goes into a cookie, the answer says what the browser is to make. */
export async function beginPasskeyAction(_previous: FormState<PasskeyCreation>, form: FormData): Promise<FormState<PasskeyCreation>> {
  return formOutcome(form, async () => {
    const { options, sealed, expiresAt } = await beginPasskey(await globalContext(), { proof: textField(form, "proof_password") });
    await challengeCookie.keep(sealed, expiresAt);
    return options;
  });
}

/** Adds the passkey that the browser made; the answer carries recovery codes, once, where there were none. */
export async function addPasskeyAction(_previous: FormState<NewFactorAnswer>, form: FormData): Promise<FormState<NewFactorAnswer>> {
  return formOutcome(form, async () => {
    const sealed = (await challengeCookie.read()) ?? "";
    const answer = await addPasskey(await globalContext(), { sealed, response: textField(form, "response"), name: textField(form, "name") });
    await challengeCookie.drop();
    return answer;
  });
}

/** Names one of the caller's own passkeys. */
export async function renamePasskeyAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await renamePasskey(await globalContext(), { passkeyId: textField(form, "passkeyId"), name: textField(form, "name") });
    return undefined;
  });
}

/** Takes one of the caller's own passkeys away. */
export async function removePasskeyAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await removePasskey(await globalContext(), { passkeyId: textField(form, "passkeyId"), proof: textField(form, "proof_password") });
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
