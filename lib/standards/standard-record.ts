import { z } from "zod";

const recordSchema = z.object({
  reference: z.string(), version: z.number(), title: z.string(), systemType: z.string(), types: z.array(z.string()), checks: z.array(z.string()), controlCodes: z.array(z.string()), source: z.string(), address: z.string(), statement: z.string(), logging: z.string(), ends: z.boolean(),
});

/** What a version of a standard says, as its record has it. */
export type StandardFacts = z.output<typeof recordSchema>;

/** @throws ZodError for text that no proposal wrote */
export const readStandardRecord = (record: string): StandardFacts => recordSchema.parse(JSON.parse(record));
