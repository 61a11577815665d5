import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type FakeClaims = Record<string, unknown>;

/** How one sign-in goes: what the provider says of the person, and what is wrong with the way it says so. */
export type FakeSignIn = {
  claims: FakeClaims;
  /** Claims of the ID token in place of the right ones: `iss`, `aud`, `nonce`, `exp`. */
  wrong?: FakeClaims;
  signature?: "right" | "other key" | "none" | "HS256";
  /** In the answer's address: left out, or another issuer (RFC 9207). */
  iss?: string | null;
};

/** A provider of OpenID Connect that can be made to lie, which a right one cannot. */
export type FakeProvider = {
  issuer: string;
  /** Requests so far, by path. */
  asked: string[];
  userInfo: FakeClaims | null;
  /** Signs a person in as their browser would: follows the address of departure. @returns what comes back in the address */
  signIn(departure: string, how: FakeSignIn): string;
  close(): Promise<void>;
};

const CLIENT = { id: "tickmark", secret: "client-secret-of-the-test" };
export const FAKE_CLIENT = CLIENT;

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** @param now the time that the tokens are of */
export async function fakeProvider(now: () => Date): Promise<FakeProvider> {
  const [key, otherKey] = [generateKeyPairSync("rsa", { modulusLength: 2048 }), generateKeyPairSync("rsa", { modulusLength: 2048 })];
  const codes = new Map<string, { how: FakeSignIn; nonce: string }>();
  const state: { userInfo: FakeClaims | null; asked: string[] } = { userInfo: null, asked: [] };
  let issuer = "";

  const sign = (text: string, { signature = "right" }: FakeSignIn): string => {
    if (signature === "none") return "";
    if (signature === "HS256") return createHmac("sha256", CLIENT.secret).update(text).digest("base64url");
    return createSign("RSA-SHA256").update(text).sign(signature === "right" ? key.privateKey : otherKey.privateKey, "base64url");
  };
  const idToken = ({ how, nonce }: { how: FakeSignIn; nonce: string }): string => {
    const seconds = Math.floor(now().getTime() / 1000);
    const alg = how.signature === "none" ? "none" : how.signature === "HS256" ? "HS256" : "RS256";
    const text = `${encoded({ alg, kid: "1", typ: "JWT" })}.${encoded({ iss: issuer, aud: CLIENT.id, nonce, iat: seconds, exp: seconds + 300, sub: "subject-1", ...how.claims, ...how.wrong })}`;
    return `${text}.${sign(text, how)}`;
  };
  const description = () => ({
    issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`, userinfo_endpoint: `${issuer}/me`,
    response_types_supported: ["code"], subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256", "HS256", "none"], authorization_response_iss_parameter_supported: true,
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? "/", issuer);
    state.asked.push(pathname);
    const json = (body: object, status = 200): void => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (pathname === "/.well-known/openid-configuration") return json(description());
    if (pathname === "/keys") return json({ keys: [{ ...key.publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }] });
    if (pathname === "/me") return json({ sub: "subject-1", ...state.userInfo });
    if (pathname !== "/token") return json({}, 404);
    let body = "";
    for await (const part of request as AsyncIterable<Buffer>) body += part.toString();
    const code = new URLSearchParams(body).get("code") ?? "";
    const found = codes.get(code);
    if (found === undefined || !codes.delete(code)) return json({ error: "invalid_grant" }, 400);
    return json({ access_token: "access", token_type: "Bearer", id_token: idToken(found) });
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  // Whoever forgets to close it keeps no process alive.
  server.unref();
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, {
    issuer,
    signIn(departure: string, how: FakeSignIn): string {
      const { searchParams } = new URL(departure);
      const code = `code-${codes.size}-${Math.random()}`;
      codes.set(code, { how, nonce: searchParams.get("nonce") ?? "" });
      const back = new URLSearchParams({ code, state: searchParams.get("state") ?? "" });
      if (how.iss !== null) back.set("iss", how.iss ?? issuer);
      return `?${back.toString()}`;
    },
    close: () => new Promise<void>((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  });
}
