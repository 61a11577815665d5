import * as oidc from "openid-client";
import { z } from "zod";
import { parseInput } from "#lib/access/index.ts";
import { organizationOfSlug, refuseFlood } from "#lib/identity/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { withTenant } from "#lib/platform/tenant.ts";
import { callbackAddress } from "./callback-address.ts";
import { domainOf } from "./domain-name.ts";
import { PROVIDER_LIMITS } from "./limits.ts";
import { openProvider } from "./provider-client.ts";
import { sealFlow } from "./provider-flow.ts";
import { openProviderSecret } from "./provider-secret.ts";
import { findProvider, organizationOfDomain, type ProviderRow } from "./provider.repository.ts";

/** Where the browser goes, and what it must carry until it comes back. */
export type ProviderDeparture = { url: string; sealed: string; expiresAt: Date };

/** How somebody says where they belong: by an e-mail address, of which only the domain is looked at, or by the organization's address. */
const input = z.union([z.strictObject({ email: z.string().trim().max(254) }), z.strictObject({ slug: z.string().trim().max(64) })]);
export type SignInPlace = z.input<typeof input>;

/**
 * Begins a sign-in through an organization's provider: authorization code with PKCE, state and nonce. The answer depends
 * on the domain or the organization alone, so that it tells nothing about people.
 *
 * @param next a path of this site, checked by the caller
 * @returns null when there is no provider to go to
 * @throws AppError limit_exceeded; precondition_failed (provider_unreachable)
 */
export async function beginProviderSignIn(place: SignInPlace, from: { address: string; next: string }): Promise<ProviderDeparture | null> {
  const { database, clock, baseUrl } = runtime();
  const now = clock.now();
  await refuseFlood("provider-begin", from.address, now);
  const asked = parseInput(input, place);
  const organizationId = "email" in asked ? await organizationOfDomain(database, domainOf(asked.email)) : await organizationOfSlug(database, asked.slug);
  const provider = organizationId === null ? null : await providerOf(organizationId);
  if (organizationId === null || provider === null) return null;
  const client = await reach(organizationId, provider);
  const [state, nonce, codeVerifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: callbackAddress(baseUrl, organizationId), scope: scopeOf(client), response_type: "code", state, nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier), code_challenge_method: "S256",
    ...("email" in asked ? { login_hint: asked.email } : {}),
  });
  const expiresAt = new Date(now.getTime() + PROVIDER_LIMITS.flowMs);
  const sealed = sealFlow({ organizationId, issuer: provider.issuer, state, nonce, codeVerifier, next: from.next, expiresAt: expiresAt.getTime() });
  return { url: url.href, sealed, expiresAt };
}

async function reach(organizationId: string, { issuer, clientId, wrappedSecret }: ProviderRow): Promise<oidc.Configuration> {
  try {
    return await openProvider({ issuer, clientId, clientSecret: openProviderSecret(organizationId, wrappedSecret) });
  } catch (error) {
    log.warn("provider.unreachable", { organization: organizationId, ...errorFields(error) });
    throw new AppError("precondition_failed", "provider_unreachable", "Your organization's provider does not answer as it should. Try again in a few minutes, or tell your administrator.", [], { cause: error });
  }
}

/** Some providers send groups only when they are asked for by a scope of their own. */
function scopeOf(client: oidc.Configuration): string {
  const groups = client.serverMetadata().scopes_supported?.includes("groups") === true ? " groups" : "";
  return `openid email profile${groups}`;
}

/** The provider of an organization, before anybody is known in it. */
export function providerOf(organizationId: string): Promise<ProviderRow | null> {
  return withTenant(runtime().database, organizationId, (tx) => findProvider(tx, organizationId), { readOnly: true });
}
