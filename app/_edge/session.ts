import type { NextApiRequest, NextApiResponse } from "next";
import { parse } from "cookie";
import { cache } from "react";
import { getServerSession } from "next-auth/next";
import type { GlobalContext, ResolvedSession } from "#lib/identity/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { authOptions, type CheckedSession } from "./auth-options.ts";

/** One id per request, shared by everything that is rendered for it; a route handler or action gets a fresh one per call. */
export const requestId = cache((): string => newId("req", runtime().clock.now().getTime()));

type Answer = { checked?: CheckedSession } | null;

/**
 * Who asks for this page, checked against the session's row; null when nobody is signed in.
 *
 * @throws AppError internal when the database cannot be asked: "unknown" is neither "signed in" nor "signed out"
 */
export const currentSession = cache(async (): Promise<ResolvedSession | null> => checkedOf(await getServerSession(authOptions())));

/** Who sends this request, for route handlers: some run in a process without Next, which knows no request but the one at hand. Throws as the other does. */
export async function sessionOf({ headers }: Request): Promise<ResolvedSession | null> {
  const asked = { headers: Object.fromEntries(headers), cookies: parse(headers.get("cookie") ?? "") } as unknown as NextApiRequest;
  // A session that is read is never given a new cookie.
  const unanswered = { getHeader: () => undefined, setHeader: () => undefined } as unknown as NextApiResponse;
  return checkedOf(await getServerSession(asked, unanswered, authOptions()));
}

function checkedOf(answer: Answer): ResolvedSession | null {
  const checked = answer?.checked ?? { outcome: "nobody" };
  if (checked.outcome === "unknown") throw new AppError("internal", "session_unreadable", "Your session could not be checked. Try again in a moment.");
  return checked.outcome === "signed_in" ? checked.session : null;
}

/**
 * Refuses what concerns other organizations in a session that one organization's provider began.
 *
 * @throws AppError precondition_failed (session_of_provider)
 */
export function refuseBoundSession(session: ResolvedSession): void {
  if (session.organizationId === null) return;
  throw new AppError("precondition_failed", "session_of_provider", "You are signed in through your company, which opens that organization alone. Sign in with a password of your own, then come back. If you have none, choose one by mail under “Forgot your password?”.");
}

/** The context for global verbs: the caller without an organization. */
export async function globalContext(): Promise<GlobalContext> {
  const session = await currentSession();
  const caller = session === null ? null : { userId: session.userId, sessionId: session.sessionId };
  return { caller, requestId: requestId(), clock: runtime().clock };
}
