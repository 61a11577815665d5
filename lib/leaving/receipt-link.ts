import { timingSafeEqual } from "node:crypto";
import { keyedHash } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";

/** The personal part of a receipt's address. It follows from the master key, so it is kept nowhere and the same at every mail. */
function receiptToken(id: string): string {
  return keyedHash(Buffer.from(runtime().masterKey).toString("base64url"), "deletion-receipt", id);
}

/** Path of the page that shows a receipt; the same before and after the deletion. */
export function receiptPath(id: string): string {
  return `/receipt/${id}/${receiptToken(id)}`;
}

export function isReceiptToken(id: string, token: string): boolean {
  const [expected, given] = [Buffer.from(receiptToken(id)), Buffer.from(token)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
