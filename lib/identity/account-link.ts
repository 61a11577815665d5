import { z } from "zod";
import { keyedHash, newToken } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { LINKS, type LinkKind } from "./account-mail.ts";

/** 256 bits in base64url. What is none is refused like one that was never given. */
export const tokenInput = z.string().max(100);

/** A new link of a kind. Only the hash of its token may be kept. */
export function newAccountLink(kind: LinkKind): { url: string; tokenHash: string } {
  const token = newToken();
  return { url: `${runtime().baseUrl}/${LINKS[kind].path}/${token}`, tokenHash: accountTokenHash(token) };
}

export function accountTokenHash(token: string): string {
  return keyedHash(runtime().secret, "account-token", token);
}

/** One answer for a link that was never given, has ended, or was used. */
export function linkEnded(): AppError {
  return new AppError("precondition_failed", "link_ended", "This link has ended or was used already. Ask for a new one.");
}
