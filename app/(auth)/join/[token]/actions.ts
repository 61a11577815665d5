"use server";
import { redirect } from "next/navigation";
import { formOutcome } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { currentSession, refuseBoundSession, requestId } from "#app/_edge/session.ts";
import { acceptInvitation, readInvitation } from "#lib/people/index.ts";
import { AppError } from "#lib/platform/errors.ts";

/** Accepts as somebody who makes an account now. The form then signs in with what was just chosen. */
export async function joinAsNewAction(token: string, _previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await acceptInvitation(String(token), { kind: "new", name: textField(form, "name"), password: textField(form, "password") }, requestId());
    return undefined;
  });
}

/** Accepts as the person who is signed in, if the invitation is theirs. */
export async function joinAsSignedInAction(token: string, _previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    const session = await currentSession();
    if (session === null) throw new AppError("unauthorized", "signed_out", "You are signed out. Sign in again.");
    refuseBoundSession(session);
    const offer = await readInvitation(String(token), requestId());
    await acceptInvitation(String(token), { kind: "known", userId: session.userId }, requestId());
    redirect(offer === null || offer.role === "auditor" ? "/" : `/${offer.slug}`);
  });
}
