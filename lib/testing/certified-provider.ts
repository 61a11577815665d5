import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export const CERTIFIED_CLIENT = { id: "tickmark", secret: "a client secret of sufficient length" };

export type CertifiedProvider = { issuer: string; close(): Promise<void> };

/**
 * A provider that is certified by the OpenID Foundation (oidc-provider), on this machine's own address. It signs in
 * anybody whose login is typed, as `login@domain`; grace is of the group "grc", everybody else of "everyone".
 *
 * @param callback where it may lead back to
 */
export async function certifiedProvider({ callback, domain }: { callback: string; domain: string }): Promise<CertifiedProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CERTIFIED_CLIENT.id, client_secret: CERTIFIED_CLIENT.secret, redirect_uris: [callback], response_types: ["code"], grant_types: ["authorization_code"] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@${domain}`, email_verified: true, name: `Person ${id}`, groups: [id === "grace" ? "grc" : "everyone"] }) }),
    cookies: { keys: ["a key for the test's cookies"] },
    pkce: { required: () => true },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => void answer(request, response));
  return {
    issuer,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => { resolve(); }));
    },
  };
}
