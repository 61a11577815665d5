import { createHash, timingSafeEqual } from "node:crypto";
import type { Environment } from "../env.ts";
import { isLoopback } from "../web-address.ts";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/**
 * Whether metrics are shown to whoever sends this Authorization header: with a token set, to who names it; without one, to
 * this machine alone. The peer's address proves nothing behind a proxy, so an installation that others reach shows none.
 */
export function mayReadMetrics({ metricsToken, isPublic, host }: Pick<Environment, "metricsToken" | "isPublic" | "host">, authorization: string | null | undefined): boolean {
  if (metricsToken === undefined) return !isPublic && isLoopback(host);
  return timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${metricsToken}`));
}
