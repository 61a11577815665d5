import type { Database } from "#lib/platform/db.ts";

export type Counted = { count: number; windowStartAt: Date };

/** Counts one, atomically also over several web servers. A window begins with the first count after the last one was over. */
export async function countOne(database: Database, subject: string, now: Date, seconds: number): Promise<Counted> {
  const over = new Date(now.getTime() - seconds * 1000);
  const rows = await database.$queryRaw<Counted[]>`
    INSERT INTO rate_counter AS c (subject, count, window_start_at) VALUES (${subject}, 1, ${now})
    ON CONFLICT (subject) DO UPDATE SET
      count = CASE WHEN c.window_start_at <= ${over}::timestamptz THEN 1 ELSE c.count + 1 END,
      window_start_at = CASE WHEN c.window_start_at <= ${over}::timestamptz THEN ${now}::timestamptz ELSE c.window_start_at END
    RETURNING count, window_start_at AS "windowStartAt"`;
  return rows[0] ?? { count: 1, windowStartAt: now };
}
