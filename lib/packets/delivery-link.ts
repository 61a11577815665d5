import { keyedHash, newToken } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { deliveryOfToken } from "./delivery.repository.ts";

/** 256 bits in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const hashOf = (token: string): string => keyedHash(runtime().secret, "delivery-token", token);

/** A new personal link. Only the hash of its token may be kept. */
export function newDeliveryLink(): { url: string; tokenHash: string } {
  const token = newToken();
  return { url: `${runtime().baseUrl}/d/${token}`, tokenHash: hashOf(token) };
}

/** Whose link a token is; null alike when it was never given, has expired, or is no token at all. */
export async function resolveToken(token: string, now: Date): Promise<{ organizationId: string; deliveryId: string } | null> {
  if (!TOKEN.test(token)) return null;
  return deliveryOfToken(runtime().database, hashOf(token), now);
}
