import { isIP } from "node:net";

/** Whether a host name or address is reachable from this machine alone. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (name === "localhost" || name.endsWith(".localhost") || name === "::1") return true;
  return isIP(name) === 4 && name.startsWith("127.");
}

export function isUrl(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

export function isDatabaseUrl(value: string): boolean {
  return isUrl(value, ["postgres:", "postgresql:"]) && new URL(value).pathname.length > 1;
}

export function isBucketUrl(value: string): boolean {
  if (!isUrl(value, ["http:", "https:"])) return false;
  const { pathname, search, hash, username } = new URL(value);
  return /^\/[^/]/.test(pathname) && search === "" && hash === "" && username === "";
}

export function isOrigin(value: string): boolean {
  if (!isUrl(value, ["http:", "https:"])) return false;
  const { pathname, search, hash, username } = new URL(value);
  return pathname === "/" && search === "" && hash === "" && username === "";
}
