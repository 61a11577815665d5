import { z } from "zod";
import { dayInput, idInput, lineInput, textInput, webAddressInput } from "#lib/access/index.ts";
import { fileNameInput, mediaTypeInput, originalModifiedAtInput, originalPathInput } from "#lib/uploads/index.ts";
import { CLASSIFICATIONS } from "./classification.ts";
import { MAX_ANSWERED_REQUESTS, MAX_NOTE } from "./limits.ts";
import { RECORD_KINDS } from "./sources.repository.ts";

export const TITLE_MAX = 200;

/** A file that was sent, and what its sender says of it. */
export const fileInput = z.strictObject({
  sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/, "Choose a file."),
  fileName: fileNameInput,
  mediaType: mediaTypeInput.default("application/octet-stream"),
  originalPath: originalPathInput.optional(),
  originalModifiedAt: originalModifiedAtInput.optional(),
});

/** What an evidence rests on. Only a record's id is taken from the caller; its hash and time come from the record. */
const sourceInput = z.discriminatedUnion("kind", [
  fileInput.extend({ kind: z.literal("upload") }),
  z.strictObject({ kind: z.literal("link"), address: webAddressInput }),
  z.strictObject({ kind: z.literal("note") }),
  z.strictObject({ kind: z.enum(RECORD_KINDS), id: idInput }),
]);

/** Days, both included, in the organization's time zone, or instants, half-open. */
const periodInput = z.union([
  z.strictObject({ firstDay: dayInput, lastDay: dayInput.optional() }),
  z.strictObject({ from: z.date(), until: z.date().optional() }),
]);

export const evidenceInput = z.strictObject({
  source: sourceInput,
  title: lineInput(TITLE_MAX),
  note: textInput(MAX_NOTE).default(""),
  /** When it was taken from its source; now unless given. A day stands for its first instant. */
  collectedAt: z.union([dayInput, z.date()]).optional(),
  period: periodInput.optional(),
  /** Internal, unless said otherwise. */
  classification: z.enum(CLASSIFICATIONS).optional(),
  requestIds: z.array(idInput).min(1, "Choose at least one evidence request.").max(MAX_ANSWERED_REQUESTS),
});

export type EvidenceInput = z.input<typeof evidenceInput>;
export type ParsedEvidence = z.output<typeof evidenceInput>;
