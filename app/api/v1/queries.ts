import { z } from "zod";
import { cursorInput, dayInput, idInput, lineInput, pageSizeInput } from "#lib/access/index.ts";
import { REVIEW_STATES, SOURCE_KIND_WORDS } from "#lib/evidence/index.ts";
import { STATUS_NAMES, type Status } from "#lib/status/client.ts";
import { fileNameInput } from "#lib/uploads/index.ts";

// What the API takes in its addresses and headers, as schemas: requests are read by them, and the description is written from them.

const page = {
  cursor: cursorInput.describe("Where the page begins: `nextCursor` of the one before."),
  size: pageSizeInput.describe("Rows per page."),
};
const status = z.enum(STATUS_NAMES as [Status, ...Status[]]).optional().describe("Only rows with this status.");
const control = z.string().min(1).max(64).optional().describe("Only those of the control with this code, such as SYS.2.07.");

export const controlsQuery = z.strictObject({
  ...page,
  status,
  framework: z.string().min(1).max(64).optional().describe("Only controls mapped to this framework, such as soc2-tsc-2017."),
});

export const requestsQuery = z.strictObject({ ...page, status, control });

export const evidenceQuery = z.strictObject({
  ...page,
  control,
  request: idInput.optional().describe("Only what answers this evidence request."),
  kind: z.enum(Object.keys(SOURCE_KIND_WORDS) as [keyof typeof SOURCE_KIND_WORDS]).optional().describe("Only evidence from a source of this kind."),
  review: z.enum(REVIEW_STATES).optional().describe("Only evidence in this state of review."),
});

/** A day, or an instant with its offset. */
const when = z.union([dayInput, z.iso.datetime({ offset: true }).max(40).transform((text) => new Date(text))]);

export const submitQuery = z.strictObject({
  request: z.array(idInput, "Name at least one evidence request.").min(1).max(50).describe("Id of an evidence request that it answers; may stand several times."),
  title: lineInput(200).optional().describe("What it shows; the file name unless given."),
  fileName: fileNameInput.optional().describe("Without folders; `evidence` unless given."),
  note: z.string().max(4_000).optional().describe("What a reviewer should know."),
  collectedAt: when.optional().describe("When it was taken from its source: a day of the organization's time zone, or an instant with its offset; now unless given."),
  firstDay: dayInput.optional().describe("First day of the period that it speaks for, in the organization's time zone."),
  lastDay: dayInput.optional().describe("Last day of that period, included; needs `firstDay`."),
  sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/, "64 digits, 0 to f.").optional().describe("SHA-256 of the file; what arrives otherwise is refused."),
}).refine(({ firstDay, lastDay }) => lastDay === undefined || firstDay !== undefined, { path: ["firstDay"], message: "A period needs its first day." });
