"use client";
import { useActionState, useEffect, useRef } from "react";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { attemptSignIn, leaveFor } from "./attempt-sign-in.ts";

type Refused = { message: string; email: string };

const WRONG = "E-mail or password is not right.";

/** E-mail and password. `next` is a path of this site, checked by the server; `secondStep` leads on to the code. */
export function SignInForm({ next, secondStep }: { next: string; secondStep: string }) {
  const password = useRef<HTMLInputElement>(null);
  const [refused, action] = useActionState(async (_previous: Refused | null, form: FormData): Promise<Refused | null> => {
    const email = String(form.get("email") ?? "");
    const answer = await attemptSignIn("credentials", { email, password: String(form.get("password") ?? "") }, WRONG);
    if (answer.outcome === "refused") return { message: answer.message, email };
    return leaveFor(answer.outcome === "signed_in" ? next : secondStep);
  }, null);
  useEffect(() => {
    if (refused !== null) password.current?.focus();
  }, [refused]);
  return (
    <form action={action} className="mt-5">
      {refused === null ? null : <div className="mb-4"><FormError message={refused.message} /></div>}
      <Input label="E-mail" name="email" type="email" autoComplete="username" required autoFocus maxLength={254} defaultValue={refused?.email} />
      <Input ref={password} label="Password" name="password" type="password" autoComplete="current-password" required maxLength={256} aria-invalid={refused?.message === WRONG || undefined} />
      <SubmitButton kind="primary" size="lg" pendingLabel="Signing in…" className="mt-5 min-h-[40px] w-full max-sm:min-h-[44px]">Sign in</SubmitButton>
      <noscript><p className="text-critical">Signing in needs JavaScript, which is switched off in this browser.</p></noscript>
    </form>
  );
}
