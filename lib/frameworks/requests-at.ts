import { isPast, type AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { requestsAsOf } from "./past-requests.repository.ts";
import { requestBriefs, type RequestBrief } from "./request-briefs.repository.ts";
import { requestFactsAt } from "./request-facts.repository.ts";

const NOTHING = { lastGoodAt: null, freshUntil: null, gaps: [], awaitingReview: 0 };

/**
 * Every request that was asked at an instant, of all controls or of those named, with what its status follows from. The
 * present is read from what is kept on write, a past instant replayed from versions, answers and reviews.
 */
export async function requestBriefsAt(tx: TenantTransaction, organizationId: string, asOf: AsOf, now: Date, controlIds?: readonly string[]): Promise<RequestBrief[]> {
  if (!isPast(asOf, now)) return requestBriefs(tx, organizationId, now, controlIds);
  const requests = await requestsAsOf(tx, organizationId, asOf, controlIds);
  const facts = await requestFactsAt(tx, organizationId, requests, asOf);
  return requests.map(({ id, controlId, ownerMemberId, ownerPlaceholderId }) => ({ id, controlId, ownerMemberId, ownerPlaceholderId, facts: facts.get(id) ?? NOTHING }));
}
