import { z } from "zod";
import { FILE_FAULTS, REVIEW_STATES, SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import { STATUS_NAMES, type Status } from "#lib/status/client.ts";

// What the API answers, as schemas: the routes are checked against them, and the description is written from them.

const status = z.enum(STATUS_NAMES as [Status, ...Status[]]).describe("Of Tickmark's one vocabulary of statuses. What is unknown is never good.");
const instant = z.iso.datetime().describe("An instant, UTC.");
const nextCursor = z.string().nullable().describe("Send it as `cursor` for the next page; null on the last.");

const controlAnswer = z.strictObject({
  id: z.string(),
  code: z.string().describe("Such as SYS.2.07."),
  version: z.int(),
  title: z.string(),
  ownerTeam: z.string(),
  status,
  proven: z.int().describe("Evidence requests that are proven now."),
  total: z.int().describe("Evidence requests that apply."),
  dueAt: instant.nullable().describe("When the first proof goes stale."),
});

const requestAnswer = z.strictObject({
  id: z.string().describe("Name it as `request` when you hand in evidence."),
  controlCode: z.string(),
  key: z.string().describe("Stable within its control."),
  title: z.string(),
  freshnessDays: z.int(),
  sourceKinds: z.array(z.string()).describe("Kinds of evidence that it admits; files are `upload`."),
  status,
  because: z.string().describe("Why, in words; may be empty."),
  dueAt: instant.nullable().describe("When the proof goes stale; null while there is none."),
});

const evidenceNumber = z.int().describe("Shown as EV- and this number.");

const evidenceAnswer = z.strictObject({
  id: z.string(),
  number: evidenceNumber,
  title: z.string(),
  kind: z.enum(Object.keys(SOURCE_KIND_WORDS) as [keyof typeof SOURCE_KIND_WORDS]).describe("Kind of its source; files are `upload`."),
  fileName: z.string().nullable(),
  byteLength: z.int().nullable(),
  fileFault: z.enum(FILE_FAULTS).nullable().describe("Why its file cannot be had: missing, altered or unreadable where it is stored, or held back because a virus was found. Null where it can, or where it has none."),
  collectedAt: instant,
  effectiveFrom: instant.describe("First instant of the period that it speaks for, UTC."),
  effectiveUntil: instant.describe("First instant after that period, UTC."),
  recordedAt: instant,
  submitter: z.string().describe("Who submitted it, by name."),
  review: z.enum(REVIEW_STATES).describe("What became of its review; only what is accepted proves something."),
  answers: z.array(z.strictObject({ requestId: z.string(), requestTitle: z.string(), controlCode: z.string() })),
});

export const controlsAnswer = z.strictObject({ rows: z.array(controlAnswer), nextCursor });
export const requestsAnswer = z.strictObject({ rows: z.array(requestAnswer), nextCursor });
export const evidenceListAnswer = z.strictObject({ rows: z.array(evidenceAnswer), nextCursor });
export const submittedAnswer = z.strictObject({
  id: z.string(),
  number: evidenceNumber,
  sha256: z.string().describe("Of the file as it was received."),
  byteLength: z.int(),
  repeated: z.boolean().describe("Whether it had been handed in before, and nothing was recorded now."),
});
export const refusalAnswer = z.strictObject({
  code: z.enum(["not_found", "forbidden", "unauthorized", "conflict", "validation", "limit_exceeded", "precondition_failed", "internal", "unavailable"]),
  reason: z.string().describe("Stable and machine-readable."),
  message: z.string().describe("A sentence for a person."),
  problems: z.array(z.strictObject({ path: z.string().describe("Name of a parameter or header."), message: z.string() })),
  requestId: z.string().describe("Name it when you ask for help."),
});
