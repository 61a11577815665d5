import { isIP } from "node:net";

/** Whom a passkey is made for: a host name, and the one origin at which it may be used (WebAuthn level 3, section 5.1.2). */
export type RelyingParty = { id: string; origin: string };

/**
 * The relying party of an installation. Passkeys belong to host names, never to addresses; this machine's own address has
 * the name `localhost`, so that they can be tried without a name of one's own.
 *
 * @returns null where people come by an address that has no name
 */
export function relyingParty(baseUrl: string): RelyingParty | null {
  const url = new URL(baseUrl);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) === 0) return { id: host, origin: url.origin };
  if (host !== "::1" && !host.startsWith("127.")) return null;
  return { id: "localhost", origin: `${url.protocol}//localhost${url.port === "" ? "" : `:${url.port}`}` };
}
