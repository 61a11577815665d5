"use client";
import { useActionState } from "react";
import { startAuthentication } from "@simplewebauthn/browser";
import { KeyRound } from "lucide-react";
import { passkeyRefusal, wrongOrigin } from "#app/_edge/passkey-refusal.ts";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { PasskeyQuestion } from "#lib/identity/client.ts";
import { attemptSignIn, leaveFor } from "./attempt-sign-in.ts";

type PasskeySignInProps = {
  begin: () => Promise<PasskeyQuestion>;
  /** Where passkeys work. */
  origin: string;
  /** A path of this site, checked by the server. */
  next: string;
};

async function answerOf(begin: () => Promise<PasskeyQuestion>): Promise<{ response: string } | { refused: string }> {
  try {
    return { response: JSON.stringify(await startAuthentication({ optionsJSON: await begin() })) };
  } catch (error) {
    const refused = passkeyRefusal(error);
    if (refused === null) throw error;
    return { refused };
  }
}

/** Signing in with a passkey: no name and no password is typed. */
export function PasskeySignIn({ begin, origin, next }: PasskeySignInProps) {
  const [refused, action] = useActionState(async (): Promise<string | null> => {
    const elsewhere = wrongOrigin(origin);
    if (elsewhere !== null) return elsewhere;
    const answer = await answerOf(begin);
    if ("refused" in answer) return answer.refused;
    const attempt = await attemptSignIn("passkey", answer, "This passkey does not sign in here. It may have been removed from your account.");
    return attempt.outcome === "refused" ? attempt.message : leaveFor(next);
  }, null);
  return (
    <form action={action} className="mt-3">
      <SubmitButton kind="secondary" size="lg" pendingLabel="Asking the browser…" icon={<KeyRound aria-hidden="true" className="size-4" strokeWidth={1.5} />} className="min-h-[40px] w-full max-sm:min-h-[44px]">Use a passkey</SubmitButton>
      <p role="status" className="mt-2 text-critical empty:hidden">{refused}</p>
    </form>
  );
}
