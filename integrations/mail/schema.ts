import { z } from "zod";

/** A message as it is stored: what it says of itself, and what became of each check. */
export const received = z.object({
  message_id: z.string().nullable(), subject: z.string(), from: z.string(), date: z.string().nullable(), received_at: z.iso.datetime(), sha256: z.string(), bytes: z.int(),
  spf: z.object({ result: z.string(), domain: z.string().nullable() }),
  dkim: z.array(z.object({ result: z.string(), domain: z.string().nullable(), aligned: z.boolean() })),
  dmarc: z.object({ result: z.string(), policy: z.string().nullable() }),
  parts: z.array(z.object({ name: z.string(), media_type: z.string(), bytes: z.int(), sha256: z.string() })),
  /** Why it was not taken apart; null when it was. */
  unopened: z.string().nullable(),
  expected: z.array(z.string()),
});
export type Received = z.output<typeof received>;
