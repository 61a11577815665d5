"use client";
import { useActionState } from "react";
import { startRegistration } from "@simplewebauthn/browser";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { passkeyRefusal, wrongOrigin } from "#app/_edge/passkey-refusal.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { NewFactorAnswer, PasskeyCreation } from "#lib/identity/client.ts";
import { ProofField } from "#app/_edge/proof-field.tsx";
import { RecoveryCodeList } from "./recovery-code-list.tsx";

type Act<Answer> = (previous: FormState<Answer>, form: FormData) => Promise<FormState<Answer>>;
export type PasskeyActs = { begin: Act<PasskeyCreation>; add: Act<NewFactorAnswer> };
type AddPasskeyProps = { acts: PasskeyActs; origin: string; hasFactor: boolean };

/** Asks the server for a challenge, the browser for a passkey, and hands it in. */
async function register({ acts, origin }: Pick<AddPasskeyProps, "acts" | "origin">, form: FormData): Promise<FormState<NewFactorAnswer>> {
  const refused = (message: string): FormState<NewFactorAnswer> => ({ ok: false, code: "precondition_failed", reason: "passkey_not_made", message, problems: [], requestId: "", entered: { name: String(form.get("name") ?? "") } });
  const elsewhere = wrongOrigin(origin);
  if (elsewhere !== null) return refused(elsewhere);
  const begun = await acts.begin(unsent, form);
  if (begun.ok !== true) return begun;
  try {
    const made = new FormData();
    made.set("name", String(form.get("name") ?? ""));
    made.set("response", JSON.stringify(await startRegistration({ optionsJSON: begun.answer })));
    return await acts.add(unsent, made);
  } catch (error) {
    const message = passkeyRefusal(error);
    if (message === null) throw error;
    return refused(message);
  }
}

/** Adds a passkey of this device, or of a phone or key that the browser asks for. */
export function AddPasskey({ acts, origin, hasFactor }: AddPasskeyProps) {
  const [state, submit] = useActionState((_previous: FormState<NewFactorAnswer>, form: FormData) => register({ acts, origin }, form), unsent);
  return (
    <>
      <p role="status" className="empty:hidden text-positive">{state.ok === true ? "Passkey added." : ""}</p>
      {state.ok === true && state.answer.recoveryCodes !== null ? <div className="py-3"><RecoveryCodeList codes={state.answer.recoveryCodes} /></div> : null}
      <form action={submit} className="max-w-[360px] pt-3">
        {state.ok === false && problemOf(state, "proof") === undefined && problemOf(state, "name") === undefined ? (
          <div className="mb-4"><FormError message={state.message} requestId={state.requestId === "" ? undefined : state.requestId} /></div>
        ) : null}
        <Input label="Name of the new passkey" name="name" required maxLength={60} autoComplete="off" hint="To tell your devices apart, like Work laptop." defaultValue={enteredOf(state, "name")} error={problemOf(state, "name")} />
        <ProofField error={problemOf(state, "proof")} hasFactor={hasFactor} />
        <div className="mt-4"><SubmitButton pendingLabel="Asking the browser…">Add passkey</SubmitButton></div>
      </form>
    </>
  );
}
