import { Prisma } from "#prisma/generated/client.ts";
import type { AsOf } from "./as-of.ts";

/**
 * The condition of `isHeld` (as-of.ts) on a row of versions, for queries.
 *
 * @param row how the query calls the row; it has `effective_from` and `recorded_at`
 */
export function held(row: "v" | "m" | "n", { effectiveAt, knownAt, present }: AsOf): Prisma.Sql {
  const [from, recorded] = [Prisma.raw(`${row}.effective_from`), Prisma.raw(`${row}.recorded_at`)];
  if (present === true) return Prisma.sql`(${from} <= ${effectiveAt} OR ${from} <= ${recorded})`;
  return Prisma.sql`${from} <= ${effectiveAt} AND ${recorded} <= ${knownAt}`;
}
