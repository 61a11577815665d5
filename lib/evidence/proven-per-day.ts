import type { Scope } from "#lib/access/index.ts";
import type { TimedRequest } from "#lib/frameworks/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { periodInstants, type Period } from "#lib/platform/zoned-time.ts";
import { evidenceSpans } from "./coverage.repository.ts";
import { localDays } from "./local-days.ts";

/** One day of a period and how many requests accepted evidence covers on it. */
export type ProvenDay = { day: string; proven: number };

/** Per day of the period's zone, how many of the requests had fresh accepted evidence at some time of the day. */
export async function provenPerDay(tx: TenantTransaction, scope: Scope, requests: readonly TimedRequest[], period: Period, now: Date): Promise<ProvenDay[]> {
  const within = periodInstants(period);
  const spans = (await evidenceSpans(tx, scope, { requests, within, asOf: asOfNow(now) })).filter((span) => span.standing === "accepted");
  return localDays(within.from, within.until, period.timeZone).map((day) => {
    const touching = spans.filter((span) => span.from < day.to && span.to > day.from);
    return { day: day.date, proven: new Set(touching.map((span) => span.requestId)).size };
  });
}
