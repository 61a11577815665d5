"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { ownPath } from "#app/_edge/own-path.ts";
import { challengeCookie } from "#app/_edge/passkey-challenge.ts";
import { providerCookie } from "#app/_edge/provider-sign-in.ts";
import { requestAddress } from "#app/_edge/request-address.ts";
import { globalContext } from "#app/_edge/session.ts";
import { beginPasskeySignIn } from "#lib/identity/index.ts";
import type { PasskeyQuestion } from "#lib/identity/client.ts";
import { AppError } from "#lib/platform/errors.ts";
import { beginProviderSignIn, type SignInPlace } from "#lib/providers/index.ts";

/** A fresh challenge for a sign-in with a passkey. It goes into a cookie; the browser answers it by the sign-in itself. */
export async function beginPasskeySignInAction(): Promise<PasskeyQuestion> {
  const { options, sealed, expiresAt } = await beginPasskeySignIn(await globalContext(), {});
  await challengeCookie.keep(sealed, expiresAt);
  return options;
}

/**
 * Where to go to sign in through the organization's provider. What it must come back with goes into a cookie. The answer
 * is the same for every person of a domain, whether they have an account or not.
 */
export async function beginCompanySignInAction(_previous: FormState<{ url: string }>, form: FormData): Promise<FormState<{ url: string }>> {
  return formOutcome(form, async () => {
    const slug = textField(form, "organization");
    const place: SignInPlace = slug === "" ? { email: textField(form, "email") } : { slug };
    const departure = await beginProviderSignIn(place, { address: await requestAddress(), next: ownPath(textField(form, "next")) });
    if (departure === null) throw new AppError("precondition_failed", "no_provider", slug === "" ? "No company sign-in is set up for this address. Sign in with your password, or ask your administrator." : "This organization has no company sign-in. Sign in with your password.");
    await providerCookie.keep(departure.sealed, departure.expiresAt);
    return { url: departure.url };
  });
}
