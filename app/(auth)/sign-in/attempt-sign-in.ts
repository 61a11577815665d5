import { signIn } from "next-auth/react";

const SENTENCES: Readonly<Record<string, string>> = {
  sign_in_throttled: "Too many attempts. Wait 15 minutes, then try again.",
  unavailable: "Tickmark cannot reach its database. Nothing is wrong with your account; try again in a minute.",
  pending_ended: "This sign-in has ended. Begin again with your password.",
};
const UNKNOWN = "Tickmark did not answer as it should. Nothing is wrong with your account; try again in a minute.";

/** How an attempt ended: signed in, the second step is due, or a sentence that says why not. */
export type AttemptAnswer = { outcome: "signed_in" } | { outcome: "second_step_due" } | { outcome: "refused"; message: string };

const refused = (message: string): AttemptAnswer => ({ outcome: "refused", message });

/**
 * One attempt to sign in by a provider of the server's.
 *
 * @param wrong the sentence for everything that is wrong with what was entered: it must not tell which accounts exist
 */
export async function attemptSignIn(provider: string, given: Record<string, string>, wrong: string): Promise<AttemptAnswer> {
  try {
    const answer = await signIn(provider, { ...given, redirect: false });
    if (answer?.ok === true && answer.error == null) return { outcome: "signed_in" };
    if (answer?.error === "second_step_due") return { outcome: "second_step_due" };
    return refused(answer?.error === "CredentialsSignin" ? wrong : (SENTENCES[answer?.error ?? ""] ?? UNKNOWN));
  } catch (error) {
    if (error instanceof TypeError) return refused("There is no connection to Tickmark. Check your network, then try again.");
    throw error;
  }
}

/** Loads a whole new document, and never answers: nothing that was loaded for another person stays. */
export function leaveFor(address: string): Promise<never> {
  window.location.assign(address);
  return new Promise<never>(() => undefined);
}
