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
  // A URL's host is normalised: four numbers, or brackets, are an address, and a name is neither.
  if (!/^\[|^\d+\.\d+\.\d+\.\d+$/.test(url.hostname)) return { id: url.hostname, origin: url.origin };
  if (url.hostname !== "[::1]" && !url.hostname.startsWith("127.")) return null;
  return { id: "localhost", origin: `${url.protocol}//localhost${url.port === "" ? "" : `:${url.port}`}` };
}
