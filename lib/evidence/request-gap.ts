import { z } from "zod";
import type { Json } from "#lib/platform/canonical-json.ts";
import { GAP_CAUSES, type RequestGap } from "./freshness.ts";

// Made once: lists read the gaps of a thousand requests, and a schema costs more than what it checks.
const storedGaps = z.array(z.strictObject({
  cause: z.enum(GAP_CAUSES),
  since: z.iso.datetime().transform((text) => new Date(text)),
  what: z.string(),
  evidenceId: z.string().nullable(),
}));

/** Gaps as they stand in the column `gaps` of an evidence request. @throws ZodError when the column holds anything else */
export function readGaps(stored: unknown): RequestGap[] {
  // Most have none, and lists read thousands.
  return Array.isArray(stored) && stored.length === 0 ? [] : storedGaps.parse(stored);
}

/** Gaps in the form in which the column keeps them. */
export function writeGaps(gaps: readonly RequestGap[]): Json {
  return gaps.map((gap) => ({ cause: gap.cause, since: gap.since.toISOString(), what: gap.what, evidenceId: gap.evidenceId }));
}

/** How an evidence is cited, on screen and on paper: EV-1031. */
export function evidenceReference(number: number): string {
  return `EV-${number}`;
}

/** The gap that a rejected answer leaves. */
export function rejectionGap(evidence: { id: string; number: number }, since: Date): RequestGap {
  return { cause: "rejected", since, what: `${evidenceReference(evidence.number)} was rejected`, evidenceId: evidence.id };
}
