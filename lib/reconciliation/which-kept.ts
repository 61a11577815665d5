import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { ALL_RECORDED, type AsOf } from "#lib/platform/as-of.ts";
import { finishedBy, keptByNumber, newestKept, type Kept } from "./kept.repository.ts";
import { SMALL } from "./limits.ts";
import type { ReconciliationHead } from "./match-facts.ts";
import { newestFactOf } from "./match-population.ts";
import { behindOf } from "./next-matching.ts";

/** How what is shown came about. */
export type MadeAs = {
  /** As of when it is. */
  at: Date;
  /** Whether it was matched before and kept, or for this answer. */
  kept: boolean;
  /** Since when something newer waits to be matched; null where nothing does. */
  behindSince: Date | null;
  /** Why the newest matching could not be made; empty where it could. */
  failure: string;
};

export type KeptWhole = Kept & { head: ReconciliationHead };

/**
 * Which reconciliation answers a question: the one that its first page was of; at present the newest, unless it is behind and
 * so little that it is matched anew; of a past day the last one of that day. Null: it is matched for the answer.
 */
export async function whichKept(tx: TenantTransaction, organizationId: string, asOf: AsOf, { timeZone, now, number }: { timeZone: string; now: Date; number: number | null }): Promise<{ kept: KeptWhole; made: MadeAs } | null> {
  const kept = whole(number === null ? await finishedBy(tx, organizationId, asOf.present === true ? ALL_RECORDED : asOf.effectiveAt) : await keptByNumber(tx, organizationId, number));
  if (kept === null) return null;
  const made = { at: kept.at, kept: true, behindSince: null, failure: "" };
  if (asOf.present !== true) return number === null && dayOf(kept.at, timeZone) !== dayOf(asOf.effectiveAt, timeZone) ? null : { kept, made };
  const newestFact = await newestFactOf(tx, organizationId);
  const behind = behindOf(kept, newestFact, now);
  if (behind !== null && kept.head.size <= SMALL && number === null) return null;
  const open = await newestKept(tx, organizationId);
  return { kept, made: { ...made, behindSince: behind?.since ?? null, failure: open?.finishedAt === null ? open.failure : "" } };
}

const whole = (kept: Kept | null): KeptWhole | null => (kept === null || kept.head === null ? null : { ...kept, head: kept.head });

