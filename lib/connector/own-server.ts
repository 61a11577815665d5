import { CollectionFailure } from "./completeness.ts";
import type { Session } from "./contract.ts";
import type { Field, Strategy } from "./manifest.ts";

// For servers that companies run themselves: where they stand, and how they are signed in to.

/** The field for the address of a server, with the path below which it answers. */
export const serverAddressField = (hint: string): Field => ({ name: "url", label: "Address", kind: "url", required: true, hint });

/**
 * An address at a server of the customer's.
 *
 * @param path from the server's own root, with its slash before: what the address of the server ends with stays
 * @throws CollectionFailure misconfigured, when the address of the server is none
 */
export function addressAt({ settings }: Pick<Session, "settings">, path: string, parameters: Readonly<Record<string, string>> = {}): string {
  const root = settings.url ?? "";
  if (!URL.canParse(root) || !/^https?:$/.test(new URL(root).protocol)) throw new CollectionFailure("misconfigured", path, "The address of the server is no address of http or https.");
  const url = new URL(root);
  url.search = "";
  url.hash = "";
  url.username = "";
  url.password = "";
  url.pathname = url.pathname.replace(/\/+$/, "") + path;
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Name and password, or a token, as a server or the proxy before it wants them; or nothing, where the network alone keeps it. */
export const SERVER_STRATEGIES: readonly Strategy[] = [
  { id: "bearer", name: "Token", explains: "A token that is sent as Authorization: Bearer.", fields: [{ name: "token", label: "Token", kind: "secret", required: true }] },
  {
    id: "basic", name: "Name and password", explains: "A name and a password for this alone (HTTP basic authentication).",
    fields: [{ name: "user", label: "Name", kind: "text", required: true }, { name: "password", label: "Password", kind: "secret", required: true }],
  },
  { id: "open", name: "No sign-in", explains: "The server asks nobody who they are; the network alone keeps it.", fields: [] },
];

/**
 * The headers that sign in by one of `SERVER_STRATEGIES`.
 *
 * @throws CollectionFailure misconfigured, for a strategy that is none of them
 */
export function signInHeaders({ credential: { strategy, values } }: Pick<Session, "credential">): Readonly<Record<string, string>> {
  if (strategy === "bearer") return { authorization: `Bearer ${values.token ?? ""}` };
  if (strategy === "basic") return { authorization: `Basic ${Buffer.from(`${values.user ?? ""}:${values.password ?? ""}`).toString("base64")}` };
  if (strategy === "open") return {};
  throw new CollectionFailure("misconfigured", "sign in", "There is no such way to sign in.");
}
