import type { Scope } from "#lib/access/index.ts";
import type { TimedRequest } from "#lib/frameworks/index.ts";
import type { AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { periodInstants, type Period } from "#lib/platform/zoned-time.ts";
import { evidenceSpans } from "./coverage.repository.ts";
import { freshnessDays, type FreshnessDays } from "./freshness-objective.ts";
import { localDays } from "./local-days.ts";

/** The days of a period on which each request was proven, as it stood at an instant; one reading for all of them. */
export async function measureFreshness(tx: TenantTransaction, scope: Scope, requests: readonly TimedRequest[], period: Period, asOf: AsOf): Promise<Map<string, FreshnessDays>> {
  const within = periodInstants(period);
  const days = localDays(within.from, within.until, period.timeZone);
  const spans = await evidenceSpans(tx, scope, { requests, within, asOf });
  const accepted = Map.groupBy(spans.filter((span) => span.standing === "accepted"), (span) => span.requestId);
  return new Map(requests.map(({ id }) => [id, freshnessDays(days, accepted.get(id) ?? [], asOf.effectiveAt)]));
}
