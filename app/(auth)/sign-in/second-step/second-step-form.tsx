"use client";
import { useActionState, useEffect, useRef } from "react";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { attemptSignIn, leaveFor } from "../attempt-sign-in.ts";

const WRONG = "This code is not right, or was used before.";

type SecondStepFormProps = {
  /** A recovery code is asked for, not the app's. */
  recovery: boolean;
  /** A path of this site, checked by the server. */
  next: string;
};

/** One code. After a few wrong ones the server ends the pending sign-in, and says so. */
export function SecondStepForm({ recovery, next }: SecondStepFormProps) {
  const code = useRef<HTMLInputElement>(null);
  const [refused, action] = useActionState(async (_previous: string | null, form: FormData): Promise<string | null> => {
    const answer = await attemptSignIn("second-step", { code: String(form.get("code") ?? "") }, WRONG);
    return answer.outcome === "refused" ? answer.message : leaveFor(next);
  }, null);
  useEffect(() => {
    if (refused !== null) code.current?.focus();
  }, [refused]);
  const kind = recovery
    ? { label: "Recovery code", hint: "One of the ten that you kept. It works once.", maxLength: 40, spellCheck: false, autoCapitalize: "none" }
    : { label: "Code", hint: "Six digits that your authenticator app shows now.", inputMode: "numeric" as const, maxLength: 10 };
  return (
    <form action={action} className="mt-5">
      {refused === null ? null : <div className="mb-4"><FormError message={refused} /></div>}
      <Input ref={code} {...kind} name="code" className="mono" autoComplete={recovery ? "off" : "one-time-code"} required autoFocus aria-invalid={refused === WRONG || undefined} />
      <SubmitButton kind="primary" size="lg" pendingLabel="Checking…" className="mt-5 min-h-[40px] w-full max-sm:min-h-[44px]">Sign in</SubmitButton>
    </form>
  );
}
