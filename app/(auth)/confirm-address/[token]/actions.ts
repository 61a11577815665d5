"use server";
import { redirect } from "next/navigation";
import { formOutcome } from "#app/_edge/form-action.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { globalContext } from "#app/_edge/session.ts";
import { confirmEmailChange } from "#lib/identity/index.ts";

/** Gives the account its new address by a mailed link. */
export async function confirmEmailChangeAction(token: string, _previous: FormState, form: FormData): Promise<FormState> {
  return formOutcome(form, async () => {
    await confirmEmailChange(await globalContext(), { token: String(token) });
    redirect("/account");
  });
}
