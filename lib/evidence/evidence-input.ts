import { z } from "zod";
import { dayInput, idInput, lineInput, textInput } from "#lib/access/index.ts";
import { MAX_ANSWERED_REQUESTS, MAX_NOTE } from "./limits.ts";
import { RECORD_KINDS } from "./sources.repository.ts";

/** A name without folders: it is shown, and becomes part of a packet. */
export const fileNameInput = lineInput(255).refine((name) => !/[/\\]/.test(name) && name !== "." && name !== "..", "A file name has no folders.");
export const mediaTypeInput = z.string().max(127).regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/i, "This is not a media type.");

/** What an evidence rests on. Only a record's id is taken from the caller; its hash and time come from the record. */
const sourceInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("upload"), sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/, "Choose a file."), fileName: fileNameInput, mediaType: mediaTypeInput.default("application/octet-stream") }),
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
  title: lineInput(200),
  note: textInput(MAX_NOTE).default(""),
  /** When it was taken from its source; now unless given. A day stands for its first instant. */
  collectedAt: z.union([dayInput, z.date()]).optional(),
  period: periodInput.optional(),
  requestIds: z.array(idInput).min(1, "Choose at least one evidence request.").max(MAX_ANSWERED_REQUESTS),
});

export type EvidenceInput = z.input<typeof evidenceInput>;
export type ParsedEvidence = z.output<typeof evidenceInput>;
