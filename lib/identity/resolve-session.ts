import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { findSession, membershipsOf, touchSession, type MembershipRow } from "./identity.repository.ts";
import { SESSION_LIFE, sessionLives } from "./session-life.ts";

/** Who a living session belongs to, and the organizations they may try to enter. */
export type ResolvedSession = {
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  memberships: MembershipRow[];
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
    if (session === null || !sessionLives(session, now) || session.user.disabledAt !== null) return null;
    if (now.getTime() - session.lastSeenAt.getTime() >= SESSION_LIFE.touchEveryMs) await touchSession(database, session.id, now);
    return {
      sessionId: session.id,
      userId: session.user.id,
      name: session.user.name,
      email: session.user.email,
      memberships: await membershipsOf(database, session.user.id),
    };
  },
});
