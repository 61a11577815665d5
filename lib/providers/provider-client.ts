import * as oidc from "openid-client";
import { isAppError } from "#lib/platform/errors.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { isLoopback } from "#lib/platform/web-address.ts";
import { runtime } from "#lib/platform/runtime.ts";

/** `clientSecret` null: nobody is to be signed in, only the description is read. */
type ProviderPlace = { issuer: string; clientId: string; clientSecret: string | null };

/** Asymmetric signatures alone: what a client's own secret can sign, anybody who learns the secret can forge. */
const SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"];

/** How far apart the clocks of two servers may be. */
const TOLERANCE_SECONDS = 30;

/** The library judges times by the machine's clock; everything here goes by the runtime's. */
const skewSeconds = (): number => Math.round((runtime().clock.now().getTime() - systemClock.now().getTime()) / 1000);

/** The way in which the provider takes our secret. A document that names none means Basic (OpenID Connect Discovery, section 3). */
function authenticationFor(methods: readonly string[] | undefined, secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None();
  return methods !== undefined && methods.includes("client_secret_post") && !methods.includes("client_secret_basic") ? oidc.ClientSecretPost(secret) : oidc.ClientSecretBasic(secret);
}

/**
 * Reads a provider's own description (OpenID Connect Discovery) and makes a client of it: through the guarded way out,
 * with ID tokens checked by signature, although TLS alone would allow otherwise.
 *
 * @throws whatever {@link connectionProblem} has a sentence for
 */
export async function openProvider({ issuer, clientId, clientSecret }: ProviderPlace): Promise<oidc.Configuration> {
  const server = new URL(issuer);
  const local = server.protocol === "http:" && isLoopback(server.hostname);
  const fetch: oidc.CustomFetch = (url, options) => runtime().outbound.fetch(url, options);
  const found = await oidc.discovery(server, clientId, undefined, oidc.None(), { [oidc.customFetch]: fetch, ...(local ? { execute: [oidc.allowInsecureRequests] } : {}) });
  const { supportsPKCE: _supports, ...metadata } = found.serverMetadata();
  const signed = metadata.id_token_signing_alg_values_supported?.filter((name) => SIGNATURES.includes(name));
  const configuration = new oidc.Configuration(
    { ...metadata, ...(signed === undefined ? {} : { id_token_signing_alg_values_supported: signed }) },
    clientId, { [oidc.clockSkew]: skewSeconds(), [oidc.clockTolerance]: TOLERANCE_SECONDS }, authenticationFor(metadata.token_endpoint_auth_methods_supported, clientSecret),
  );
  configuration[oidc.customFetch] = fetch;
  configuration.timeout = 15;
  if (local) oidc.allowInsecureRequests(configuration);
  oidc.enableNonRepudiationChecks(configuration);
  return configuration;
}

/** What a provider must offer for a sign-in, beyond what its description must hold; null when nothing is missing. */
function missingFrom(metadata: Readonly<oidc.ServerMetadata>): string | null {
  if (metadata.authorization_endpoint === undefined || metadata.token_endpoint === undefined) return "The provider's description names no place to sign in.";
  if (metadata.jwks_uri === undefined) return "The provider's description names no keys to check its signatures by.";
  if (metadata.id_token_signing_alg_values_supported?.length === 0) return "The provider signs in no way that can be checked without a shared secret.";
  return null;
}

/** Whether a provider can be reached and used: null, or a sentence that says what is wrong. Signs nobody in. */
export async function connectionProblem(issuer: string): Promise<string | null> {
  try {
    return missingFrom((await openProvider({ issuer, clientId: "none", clientSecret: null })).serverMetadata());
  } catch (error) {
    return sentenceOf(error);
  }
}

function sentenceOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    if (isAppError(at)) return at.message;
    const code = "code" in at ? String(at.code) : "";
    if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "No server has this name.";
    if (code === "ECONNREFUSED" || code === "EHOSTUNREACH" || code === "ENETUNREACH") return "The server does not answer.";
    if (code.startsWith("CERT_") || code.includes("CERTIFICATE") || code.startsWith("ERR_TLS")) return "The server's certificate is not trusted.";
    if (code === "ABORT_ERR" || code === "OAUTH_TIMEOUT" || at.name === "TimeoutError") return "The server took longer than 10 seconds.";
    if (code === "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED") return "The description that was found names another issuer. Write it exactly as the provider does.";
    if (code === "OAUTH_RESPONSE_IS_NOT_CONFORM" || code === "OAUTH_RESPONSE_IS_NOT_JSON" || code === "OAUTH_PARSE_ERROR") return "There is no description of a provider at this address (/.well-known/openid-configuration).";
  }
  return "What the server answered is no description of a provider.";
}
