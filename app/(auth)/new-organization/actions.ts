"use server";
import { redirect } from "next/navigation";
import { formOutcome } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { requestAddress } from "#app/_edge/request-address.ts";
import { currentSession, globalContext, refuseBoundSession } from "#app/_edge/session.ts";
import { requestSignUp } from "#lib/identity/index.ts";
import { foundAsMember, foundByLink } from "#lib/organizations/index.ts";
import { AppError } from "#lib/platform/errors.ts";

/** Asks for a link to create an organization; the answer is the same for every address. */
export async function requestSignUpAction(_previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await requestSignUp(await globalContext(), { email: textField(form, "email"), address: await requestAddress() });
    return undefined;
  });
}

const factsOf = (form: FormData) => ({ name: textField(form, "name"), slug: textField(form, "slug"), timeZone: textField(form, "timeZone"), region: textField(form, "region") });

/** Creates an account and its organization. The form then signs in with what was just chosen. */
export async function foundByLinkAction(token: string, _previous: FormState<{ slug: string }>, form: FormData): Promise<FormState<{ slug: string }>> {
  return formOutcome(form, async () => {
    const { slug } = await foundByLink(String(token), { ...factsOf(form), personName: textField(form, "personName"), password: textField(form, "password") });
    return { slug };
  });
}

/** Creates another organization for the person who is signed in. */
export async function foundAsMemberAction(_previous: FormState<{ slug: string }>, form: FormData): Promise<FormState<{ slug: string }>> {
  return formOutcome(form, async () => {
    const session = await currentSession();
    if (session === null) throw new AppError("unauthorized", "signed_out", "You are signed out. Sign in again.");
    refuseBoundSession(session);
    const { slug } = await foundAsMember(session.userId, factsOf(form));
    redirect(`/${slug}`);
  });
}
