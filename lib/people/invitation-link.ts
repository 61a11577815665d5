import { keyedHash, newToken } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { invitationOfToken } from "./invitation.repository.ts";

/** 256 bits in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const hashOf = (token: string): string => keyedHash(runtime().secret, "invitation-token", token);

/** A new link to an invitation. Only the hash of its token may be kept. */
export function newInvitationLink(): { url: string; tokenHash: string } {
  const token = newToken();
  return { url: `${runtime().baseUrl}/join/${token}`, tokenHash: hashOf(token) };
}

/** Which invitation a token opens; null alike when it was never given, was replaced by a newer one, or is no token at all. */
export async function resolveInvitation(token: string): Promise<{ organizationId: string; invitationId: string } | null> {
  if (!TOKEN.test(token)) return null;
  return invitationOfToken(runtime().database, hashOf(token));
}
