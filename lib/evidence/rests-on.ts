import { z } from "zod";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { parseJson } from "#lib/platform/parse-json.ts";

/**
 * A collection that a check rested on when it judged. `record` is the collection's own record (IPE), whose SHA-256 the check's
 * record tells; null where it is not there, or is another than it was.
 */
export type RestedOn = { id: string; name: string; collector: string; completeness: string; /** Rows of it that the check looked at; null where the run did not record that. */ rows: number | null; sha256: string | null; record: string | null };

const recordSchema = z.object({
  rests_on: z.array(z.object({ collection: z.string(), number: z.number(), collector: z.string(), completeness: z.string(), sha256: z.string().nullable(), rows: z.number().optional() })),
});

/** Ids of the collections that the record of a check's run names. @throws z.ZodError for a text that is no such record */
export const restedOnIds = (record: string): string[] => recordSchema.parse(parseJson(record)).rests_on.map(({ collection }) => collection);

/**
 * What a check rested on, those it looked at first. Pure.
 *
 * @param records the collections' own records, by id
 */
export function restedOn(record: string, records: ReadonlyMap<string, string | null>): RestedOn[] {
  const told = recordSchema.parse(parseJson(record)).rests_on.map(({ collection, number, collector, completeness, sha256, rows }): RestedOn => {
    const own = records.get(collection) ?? null;
    return { id: collection, name: `COL-${number}`, collector, completeness, rows: rows ?? null, sha256, record: own !== null && sha256 !== null && sha256Hex(own) === sha256 ? own : null };
  });
  return told.sort((a, b) => (b.rows ?? 0) - (a.rows ?? 0) || a.name.localeCompare(b.name, "en", { numeric: true }));
}
