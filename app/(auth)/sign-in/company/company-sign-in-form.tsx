"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { leaveFor } from "../attempt-sign-in.ts";

type Answer = FormState<{ url: string }>;

type CompanySignInFormProps = {
  action: (previous: Answer, form: FormData) => Promise<Answer>;
  /** The organization that the address of the page names; null: it is found by an e-mail address. */
  organization: string | null;
  /** A path of this site, checked by the server. */
  next: string;
};

/** Asks where the person belongs, and leaves for that organization's provider. */
export function CompanySignInForm({ action, organization, next }: CompanySignInFormProps) {
  const [state, submit] = useActionState<Answer, FormData>(async (previous, form) => {
    const answer = await action(previous, form);
    return answer.ok === true ? leaveFor(answer.answer.url) : answer;
  }, unsent);
  return (
    <form action={submit} className="mt-5">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <input type="hidden" name="next" value={next} />
      {organization === null ? (
        <Input label="Work e-mail" name="email" type="email" autoComplete="username" required autoFocus maxLength={254} defaultValue={enteredOf(state, "email")} error={problemOf(state, "email")} hint="Its domain leads to your company." />
      ) : (
        <input type="hidden" name="organization" value={organization} />
      )}
      <SubmitButton kind="primary" size="lg" pendingLabel="Asking your company…" className="mt-5 min-h-[40px] w-full max-sm:min-h-[44px]">Continue</SubmitButton>
      <noscript><p className="text-critical">Signing in needs JavaScript, which is switched off in this browser.</p></noscript>
    </form>
  );
}
