import { timingSafeEqual } from "node:crypto";
import { keyedHash } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";

/** Whose mails, of which organization. */
export type MailReader = { organizationId: string; memberId: string };

const TOKEN = /^(org_[0-9a-f]{32})\.(mem_[0-9a-f]{32})\.([0-9a-f]{64})$/;

const signatureOf = ({ organizationId, memberId }: MailReader): string => keyedHash(runtime().secret, "unsubscribe", `${organizationId} ${memberId}`);

/**
 * The token of the link that stops a person's mails: signed, and good for as long as they are mailed. It can do nothing
 * else, so it has no end: a mail that is read a year later must still be stoppable (RFC 8058 wants it without signing in).
 */
export function unsubscribeToken(reader: MailReader): string {
  return `${reader.organizationId}.${reader.memberId}.${signatureOf(reader)}`;
}

/** Whom a token is about; null when we did not sign it. */
export function readerOfToken(token: string): MailReader | null {
  const [, organizationId, memberId, signature] = TOKEN.exec(token) ?? [];
  if (organizationId === undefined || memberId === undefined || signature === undefined) return null;
  const expected = signatureOf({ organizationId, memberId });
  return timingSafeEqual(Buffer.from(signature), Buffer.from(expected)) ? { organizationId, memberId } : null;
}
