"use client";
import { useActionState, useEffect, useRef } from "react";
import { signIn } from "next-auth/react";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Refused = { message: string; email: string };

// One sentence for everything that is wrong with what was entered: it must not tell which accounts exist.
const WRONG = "E-mail or password is not right.";
const SENTENCES: Readonly<Record<string, string>> = {
  CredentialsSignin: WRONG,
  sign_in_throttled: "Too many attempts. Wait 15 minutes, then try again.",
  unavailable: "Tickmark cannot reach its database. Nothing is wrong with your account; try again in a minute.",
};
const UNKNOWN = "Tickmark did not answer as it should. Nothing is wrong with your account; try again in a minute.";

async function attempt(email: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn("credentials", { email, password, redirect: false });
    if (answer?.ok === true && answer.error == null) return null;
    return SENTENCES[answer?.error ?? ""] ?? UNKNOWN;
  } catch (error) {
    if (error instanceof TypeError) return "There is no connection to Tickmark. Check your network, then try again.";
    throw error;
  }
}

/** E-mail and password. `next` is a path of this site, checked by the server. */
export function SignInForm({ next }: { next: string }) {
  const password = useRef<HTMLInputElement>(null);
  const [refused, action] = useActionState(async (_previous: Refused | null, form: FormData): Promise<Refused | null> => {
    const email = String(form.get("email") ?? "");
    const message = await attempt(email, String(form.get("password") ?? ""));
    if (message !== null) return { message, email };
    // A whole new document: nothing that was loaded for another person stays.
    window.location.assign(next);
    return new Promise<never>(() => undefined);
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
