import type { User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { completeSignIn, signIn, signInWithPasskey } from "#lib/identity/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { clientAddress } from "./client-address.ts";
import { challengeCookie } from "./passkey-challenge.ts";
import { pendingCookie } from "./pending-sign-in.ts";
import { globalContext } from "./session.ts";

/** next-auth puts an error's message into an address, so it is one of these words and never an error's own. */
type Refusal = "sign_in_throttled" | "unavailable" | "second_step_due" | "pending_ended";

class Refused extends Error {
  constructor(reason: Refusal) {
    super(reason);
    this.name = "Refused";
  }
}

type Headers = Record<string, string>;
type Sender = { address: string; userAgent: string };

/**
 * Runs one way of signing in. The `id` of next-auth's user is the session's: it is all that the cookie will carry.
 *
 * @returns null for what is wrong and may be tried again
 * @throws Refused
 */
async function outcomeOf(headers: Headers | undefined, work: (sender: Sender) => Promise<string>): Promise<User | null> {
  try {
    const sender = { address: clientAddress(headers?.["x-forwarded-for"]), userAgent: (headers?.["user-agent"] ?? "").slice(0, 2000) };
    return { id: await work(sender) };
  } catch (error) {
    if (error instanceof Refused) throw error;
    if (isAppError(error, "limit_exceeded")) throw new Refused("sign_in_throttled");
    if (isAppError(error) && error.reason === "pending_ended") throw new Refused("pending_ended");
    if (isAppError(error, "unauthorized") || isAppError(error, "validation")) return null;
    log.error("sign_in.failed", errorFields(error));
    throw new Refused("unavailable");
  }
}

const password = CredentialsProvider({
  credentials: { email: { type: "email" }, password: { type: "password" } },
  authorize: (given, { headers }) =>
    outcomeOf(headers as Headers | undefined, async (sender) => {
      const answer = await signIn(await globalContext(), { email: given?.email ?? "", password: given?.password ?? "", ...sender });
      if (answer.outcome === "signed_in") return answer.sessionId;
      await pendingCookie.keep(answer.pendingToken, answer.expiresAt);
      throw new Refused("second_step_due");
    }),
});

const secondStep = CredentialsProvider({
  id: "second-step",
  credentials: { code: { type: "text" } },
  authorize: (given, { headers }) =>
    outcomeOf(headers as Headers | undefined, async (sender) => {
      const token = await pendingCookie.read();
      if (token === null) throw new Refused("pending_ended");
      const { sessionId } = await completeSignIn(await globalContext(), { pendingToken: token, code: given?.code ?? "", ...sender });
      await pendingCookie.drop();
      return sessionId;
    }),
});

const passkey = CredentialsProvider({
  id: "passkey",
  credentials: { response: { type: "text" } },
  authorize: (given, { headers }) =>
    outcomeOf(headers as Headers | undefined, async (sender) => {
      const sealed = (await challengeCookie.read()) ?? "";
      const pendingToken = (await pendingCookie.read()) ?? undefined;
      const { sessionId } = await signInWithPasskey(await globalContext(), { sealed, response: given?.response ?? "", pendingToken, ...sender });
      await Promise.all([challengeCookie.drop(), pendingCookie.drop()]);
      return sessionId;
    }),
});

/** The ways of signing in, for next-auth. */
export const SIGN_IN_PROVIDERS = [password, secondStep, passkey];
