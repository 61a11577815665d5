import { z } from "zod";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import type { PopulationRequest, ReadSegment } from "./population.repository.ts";

/** What was asked of the database, in words that an auditor can repeat on a copy of it. */
const QUERIES: Readonly<Record<PopulationRequest["subject"], string>> = {
  alerts: "alerts of rules that serve the control, and alerts of vendors where it is the control that those serve, with their first event at or after `from` and before `until`",
  incidents: "incidents with their first event before `until` that were not closed before `from`; and no alert of the day was without a verdict",
};

type Counted = { request: PopulationRequest; day: { date: string; from: Date; to: Date }; timeZone: string; segments: readonly ReadSegment[]; at: Date };

/** The record of an empty population as the text that its hash is of. */
export function populationRecord({ request, day, timeZone, segments, at }: Counted): { record: string; sha256: string } {
  const record = canonicalJson({
    kind: "population", control: request.controlCode, subject: request.subject, day: day.date, time_zone: timeZone,
    from: day.from.toISOString(), until: day.to.toISOString(), query: QUERIES[request.subject], count: 0, counted_at: at.toISOString(),
    segments: segments.map((segment) => ({
      id: segment.id, source: segment.sourceName, sha256: segment.sha256, rule_set: segment.ruleSet, lines: Number(segment.lines), parsed_lines: Number(segment.parsedLines),
      first_event_at: segment.firstEventAt?.toISOString() ?? null, last_event_at: segment.lastEventAt?.toISOString() ?? null,
    })),
  });
  return { record, sha256: sha256Hex(record) };
}

const recordSchema = z.object({
  query: z.string(), count: z.number().int(),
  segments: z.array(z.object({ id: z.string(), source: z.string(), sha256: z.string(), lines: z.number().int(), parsed_lines: z.number().int() })),
});
export type PopulationFacts = z.output<typeof recordSchema>;

/** What the text of a population's record says: what was asked, what was counted, and over which segments. */
export function readPopulationRecord(record: string): PopulationFacts {
  return recordSchema.parse(JSON.parse(record));
}
