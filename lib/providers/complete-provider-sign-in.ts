import * as oidc from "openid-client";
import { refuseFlood } from "#lib/identity/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { admitPerson, type Admission } from "./admit-person.ts";
import { providerOf } from "./begin-provider-sign-in.ts";
import { callbackAddress } from "./callback-address.ts";
import { readClaims, type RawClaims } from "./provider-claims.ts";
import { openProvider } from "./provider-client.ts";
import { openFlow, type ProviderFlow } from "./provider-flow.ts";
import { openProviderSecret } from "./provider-secret.ts";
import { spendState, type ProviderRow } from "./provider.repository.ts";
import type { Refusal } from "./refusal.ts";

export type ProviderReturn = {
  /** The organization in the address that the provider sent the browser to. */
  organizationId: string;
  /** What the provider put into the address. */
  search: string;
  /** What the browser carried. */
  sealed: string;
  address: string;
  userAgent: string;
  replaced: { userId: string; sessionId: string } | null;
  requestId: string;
};

/** `next` is the path that the sign-in was begun from; "/" where none is known. */
export type ProviderSignIn = Admission & { next: string };

/**
 * Completes a sign-in through a provider: the answer must be this browser's own, of the very provider that it left for,
 * and come once; the ID token must be signed by the provider, for us, for this sign-in, and be of now.
 * Never throws for what a provider or a stranger did: those are refusals.
 */
export async function completeProviderSignIn(back: ProviderReturn): Promise<ProviderSignIn> {
  const { clock } = runtime();
  const flow = openFlow(back.sealed, clock.now());
  const next = flow?.next ?? "/";
  const refuse = (reason: Refusal): ProviderSignIn => ({ outcome: "refused", reason, next });
  try {
    await refuseFlood("provider-return", back.address, clock.now());
    if (flow === null || flow.organizationId !== back.organizationId) return refuse("ended");
    const provider = await providerOf(flow.organizationId);
    if (provider?.issuer !== flow.issuer) return refuse("ended");
    const claims = await exchange(flow, provider, back.search);
    if (typeof claims === "string") return refuse(claims);
    const { address, userAgent, replaced, requestId } = back;
    const context = { organizationId: flow.organizationId, actor: { kind: "system", name: "provider-sign-in" } as const, requestId, clock };
    return { ...(await admitPerson(context, { claims, address, userAgent, replaced })), next };
  } catch (error) {
    if (isAppError(error, "limit_exceeded")) return refuse("throttled");
    // Two first sign-ins of one person at once: the second finds what the first made.
    if (isAppError(error, "conflict")) return refuse("ended");
    log.error("provider_sign_in.failed", { organization: back.organizationId, request: back.requestId, ...errorFields(error) });
    return refuse("unavailable");
  }
}

async function exchange(flow: ProviderFlow, provider: ProviderRow, search: string) {
  const { database, clock, baseUrl } = runtime();
  const url = new URL(`${callbackAddress(baseUrl, flow.organizationId)}${search}`);
  if (url.searchParams.get("state") !== flow.state) return "ended";
  if (!(await spendState(database, flow.state, new Date(flow.expiresAt), clock.now()))) return "ended";
  try {
    const client = await openProvider({ issuer: provider.issuer, clientId: provider.clientId, clientSecret: openProviderSecret(flow.organizationId, provider.wrappedSecret) });
    const tokens = await oidc.authorizationCodeGrant(client, url, { expectedState: flow.state, expectedNonce: flow.nonce, pkceCodeVerifier: flow.codeVerifier, idTokenExpected: true });
    const claims = tokens.claims();
    return claims === undefined ? "provider_failed" : readClaims(await completed(client, tokens.access_token, claims, provider.roleClaim), provider.roleClaim);
  } catch (error) {
    log.warn("provider_sign_in.refused", { organization: flow.organizationId, ...errorFields(error) });
    return error instanceof oidc.AuthorizationResponseError ? "provider_refused" : "provider_failed";
  }
}

/** The ID token's claims, and where it is brief those of the user info endpoint, which never overrule it. */
async function completed(client: oidc.Configuration, accessToken: string, claims: oidc.IDToken, roleClaim: string): Promise<RawClaims> {
  const brief = claims["email"] === undefined || claims["name"] === undefined || (roleClaim !== "" && claims[roleClaim] === undefined);
  if (!brief || client.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...(await oidc.fetchUserInfo(client, accessToken, claims.sub)), ...claims };
}
