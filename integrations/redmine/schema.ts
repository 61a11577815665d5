import { z } from "zod";

// What evidence rests on in Redmine's answers (REST API of 5.0). Everything else may come and go.

const instant = z.iso.datetime({ offset: true });
const named = z.object({ id: z.int(), name: z.string() });

/** An issue in a list: what paging needs. */
export const listed = z.object({ id: z.int().positive(), updated_on: instant });

const detail = z.object({ property: z.string(), name: z.string(), old_value: z.string().nullish(), new_value: z.string().nullish() });

const journal = z.object({ id: z.int(), user: named.nullish(), created_on: instant, notes: z.boolean(), private_notes: z.boolean().default(false), details: z.array(detail) });

/** `is_closed` came with 5.0; without it, whether a ticket is open is not known. */
export const issue = z.object({
  id: z.int().positive(), subject: z.string(), project: named, tracker: named, status: named.extend({ is_closed: z.boolean() }), priority: named, category: named.optional(),
  author: named.nullish(), assigned_to: named.nullish(), is_private: z.boolean(), created_on: instant, updated_on: instant, closed_on: instant.nullable(), journals: z.array(journal),
});

export const names = z.object({ status_id: z.record(z.string(), z.string()), priority_id: z.record(z.string(), z.string()), tracker_id: z.record(z.string(), z.string()) });
export type Names = z.output<typeof names>;

export const list = z.object({ issues: z.array(z.unknown()), total_count: z.int().nonnegative() });
export const user = z.object({ user: z.object({ id: z.int(), login: z.string().optional(), firstname: z.string().optional(), lastname: z.string().optional() }) });
