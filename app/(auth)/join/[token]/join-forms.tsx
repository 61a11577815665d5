"use client";
import { useActionState } from "react";
import { signIn } from "next-auth/react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Act = (previous: FormState, form: FormData) => Promise<FormState>;

/** Joins as the person who is signed in: one press. */
export function JoinAsSignedIn({ action, organizationName }: { action: Act; organizationName: string }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="mt-5 grid gap-4">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <SubmitButton kind="primary" size="lg" pendingLabel="Joining…" className="min-h-[40px] w-full max-sm:min-h-[44px]">Join {organizationName}</SubmitButton>
    </form>
  );
}

type JoinAsNewProps = { action: Act; email: string; name: string; minLength: number; next: string };

/** Makes an account with a name and a password, joins, and signs in with it. */
export function JoinAsNew({ action, email, name, minLength, next }: JoinAsNewProps) {
  const [state, submit] = useActionState<FormState, FormData>(async (previous, form) => {
    const answer = await action(previous, form);
    if (answer.ok !== true) return answer;
    const signedIn = await signIn("credentials", { email, password: String(form.get("password") ?? ""), redirect: false });
    // Whatever kept the sign-in from going through is said at sign-in itself; a new document either way.
    window.location.assign(signedIn?.ok === true ? next : `/sign-in?next=${encodeURIComponent(next)}`);
    return new Promise<never>(() => undefined);
  }, unsent);
  return (
    <form action={submit} className="mt-5">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <Input label="Your name" name="name" autoComplete="name" required maxLength={120} autoFocus defaultValue={enteredOf(state, "name") ?? name} error={problemOf(state, "person.name")} />
      <Input
        label="Choose a password" name="password" type="password" autoComplete="new-password" required minLength={minLength} maxLength={256}
        hint={`${minLength} characters or more. A sentence that only you would think of is good.`} error={problemOf(state, "person.password")}
      />
      <SubmitButton kind="primary" size="lg" pendingLabel="Joining…" className="mt-5 min-h-[40px] w-full max-sm:min-h-[44px]">Accept invitation</SubmitButton>
    </form>
  );
}
