const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a session lasts: OWASP's Session Management Cheat Sheet asks for an idle and an absolute limit. */
export const SESSION_LIFE = {
  /** Ends after this long without a request. */
  idleMs: 12 * HOUR,
  /** Ends this long after sign-in, whatever happens. */
  absoluteMs: 7 * 24 * HOUR,
  /** `last_seen_at` is written at most this often: a request costs no write. */
  touchEveryMs: 5 * MINUTE,
} as const;

type SessionTimes = { expiresAt: Date; lastSeenAt: Date; revokedAt: Date | null };

/** Whether a session counts at `now`: neither revoked, nor past its absolute end, nor idle for too long. */
export function sessionLives(session: SessionTimes, now: Date): boolean {
  if (session.revokedAt !== null) return false;
  if (session.expiresAt <= now) return false;
  return now.getTime() - session.lastSeenAt.getTime() < SESSION_LIFE.idleMs;
}
