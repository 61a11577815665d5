import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { findSession, touchSession, type SessionRow } from "./identity.repository.ts";
import type { Entrance } from "./member-context.ts";
import { SESSION_LIFE, sessionLives } from "./session-life.ts";

/** Who a living session belongs to, and the organizations they may try to enter. */
export type ResolvedSession = {
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  memberships: Entrance[];
  /** Set when an organization's provider began it: it opens that organization and no other. */
  organizationId: string | null;
};

/**
 * The person behind a session id, read from its row on every request: a revoked session, a disabled person and an
 * ended session answer null from the next request on.
 */
export const resolveSession = defineGlobalVerb({
  name: "identity.resolve_session",
  access: "anyone",
  effect: "read",
  input: z.strictObject({ sessionId: idInput }),
  async run({ database, input, now }): Promise<ResolvedSession | null> {
    const session = await findSession(database, input.sessionId);
    if (session === null || !sessionLives(session, now) || session.disabledAt !== null) return null;
    if (now.getTime() - session.lastSeenAt.getTime() >= SESSION_LIFE.touchEveryMs) await touchSession(database, session.id, now);
    return {
      sessionId: session.id,
      userId: session.userId,
      name: session.name,
      email: session.email,
      memberships: entrancesOf(session),
      organizationId: session.organizationId,
    };
  },
});

/**
 * The organizations that a session opens. Who controls one organization's provider can sign in there as any of its
 * people; what these people do elsewhere must not follow from it.
 */
function entrancesOf({ memberships, organizationId, secondFactor }: SessionRow): Entrance[] {
  if (organizationId === null) return memberships.map((row) => ({ ...row, signedInBy: "own" }));
  const signedInBy = secondFactor ? "provider_with_second_factor" : "provider";
  return memberships.filter((row) => row.organizationId === organizationId).map((row) => ({ ...row, signedInBy }));
}
