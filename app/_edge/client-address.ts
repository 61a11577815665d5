const LONGEST = 100;

/**
 * The address that a request came from, for throttling alone. The last entry of X-Forwarded-For is the one that the
 * nearest proxy wrote itself; earlier ones are the client's word. Without a proxy Next writes the peer's address,
 * and a forged header only moves an attacker between counters, never off the account's.
 */
export function clientAddress(forwardedFor: string | null | undefined): string {
  const last = forwardedFor?.split(",").at(-1)?.trim() ?? "";
  return last === "" ? "unknown" : last.slice(0, LONGEST);
}
