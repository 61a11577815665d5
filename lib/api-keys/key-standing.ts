import { API_KEY_LIMITS } from "./limits.ts";

/** `stopped`: whoever made it may not make keys any more, so it does nothing until they may again. */
export type KeyStanding = "good" | "ends_soon" | "stopped" | "ended" | "revoked";

type Facts = { revokedAt: Date | null; expiresAt: Date; /** Whether its maker may still make keys. */ makerMay: boolean };

const DAY_MS = 86_400_000;

/** How a key stands at an instant. What is past mending comes first. */
export function keyStanding({ revokedAt, expiresAt, makerMay }: Facts, now: Date): KeyStanding {
  if (revokedAt !== null) return "revoked";
  if (expiresAt <= now) return "ended";
  if (!makerMay) return "stopped";
  return expiresAt.getTime() - now.getTime() <= API_KEY_LIMITS.noticeDays[0] * DAY_MS ? "ends_soon" : "good";
}

/** How a key is named as the author of what it does. */
export function keyAuthor(key: { name: string; createdByName: string }): string {
  return `Key “${key.name}” of ${key.createdByName}`;
}
