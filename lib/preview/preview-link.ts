import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { isHeldBack, type EvidencePage } from "#lib/evidence/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { keyedHash } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { DAMAGE_WORDS } from "#lib/stored-files/client.ts";
import { PREVIEW_LIMITS } from "./limits.ts";
import { PREVIEW_KINDS, previewKind } from "./preview-kind.ts";

const ticketSchema = z.strictObject({
  organizationId: z.string().max(64),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  fileName: z.string().max(255),
  mediaType: z.string().max(200),
  byteLength: z.number().int().min(0),
  kind: z.enum(PREVIEW_KINDS),
  until: z.number().int(),
});

/** What one address shows, to whoever holds it while it lasts. */
export type PreviewTicket = z.output<typeof ticketSchema>;

/** Where a file of an evidence is shown, or why it is not. */
export type PreviewOffer = { href: string } | { reason: string };

/**
 * The address at which an evidence's file is shown, on an origin of its own where nobody is signed in. Whoever calls has read the
 * evidence, so may see it; the address is signed, names this file alone and runs out within minutes.
 *
 * @returns null for what has no file, or had one that was disposed of
 */
export function offerPreview({ organizationId, clock }: Context, page: EvidencePage): PreviewOffer | null {
  const { blobSha256: sha256, fileName, inspection } = page;
  if (sha256 === null || fileName === null) return null;
  if (page.disposal !== null) return null;
  const { previewUrl, secret } = runtime();
  if (previewUrl === undefined) return { reason: "Files are not shown here: the operator has set up no address for previews (TICKMARK_PREVIEW_URL)." };
  if (page.storage !== null && page.storage.found !== "whole") return { reason: `It is not shown, because the file is ${DAMAGE_WORDS[page.storage.found].is} where it is stored.` };
  if (inspection === null) return { reason: "It is shown once it has been looked into." };
  if (inspection.scanVerdict === "infected" || isHeldBack(page)) return { reason: "It is not shown, because the virus scanner found something in it." };
  const kind = previewKind(inspection.mediaType, fileName);
  const byteLength = Number(page.byteLength ?? 0n);
  if (kind === null) return { reason: "Files of this type are not shown. Download it." };
  const most = kind === "image" ? PREVIEW_LIMITS.imageBytes : kind === "pdf" ? PREVIEW_LIMITS.pdfBytes : Infinity;
  if (byteLength > most) return { reason: `It is larger than the ${most / 1024 / 1024} MiB that are shown. Download it.` };
  const ticket: PreviewTicket = { organizationId, sha256, fileName, mediaType: inspection.mediaType, byteLength, kind, until: clock.now().getTime() + PREVIEW_LIMITS.linkMs };
  const text = Buffer.from(JSON.stringify(ticket)).toString("base64url");
  return { href: `${previewUrl}/preview/${text}.${keyedHash(secret, "preview", text)}` };
}

/** What an address shows; null when it is not one of ours, or has run out. */
export function readPreviewTicket(address: string): PreviewTicket | null {
  const [text = "", mark = ""] = address.split(".");
  const { secret, clock } = runtime();
  const due = Buffer.from(keyedHash(secret, "preview", text));
  const given = Buffer.from(mark);
  if (given.length !== due.length || !timingSafeEqual(given, due)) return null;
  const ticket = ticketSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  return ticket.until < clock.now().getTime() ? null : ticket;
}
