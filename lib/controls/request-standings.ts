import type { Scope } from "#lib/access/index.ts";
import { requestStatus, type RequestFacts, type RequestStatus } from "#lib/evidence/client.ts";
import { requestFactsAt, requestsAsOf, type PastRequest } from "#lib/frameworks/index.ts";
import { settingAt } from "#lib/settings/index.ts";
import { provenUntil, type AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { requestOwnerNames, requestsOf } from "./controls.repository.ts";
import { newestAccepted, type NewestAnswer } from "./history.repository.ts";

/** An evidence request with its status at an instant, what proves it, and who it waits for. */
export type RequestStanding = PastRequest & RequestStatus & {
  facts: RequestFacts;
  /** Position from 1, as people cite it. */
  number: number;
  ownerName: string | null;
  newest: NewestAnswer | null;
  /** Who acts next, in words; null when nobody need. */
  waitingOn: string | null;
};

const NOTHING: RequestFacts = { lastGoodAt: null, freshUntil: null, gaps: [], awaitingReview: 0 };

/**
 * Requests of one control at an instant. At the present one as their rows say it, with the facts that are kept on write; at
 * a past one as they were asked and owned then, with facts replayed from answers and reviews.
 */
export async function requestStandings(tx: TenantTransaction, scope: Scope, controlId: string, asOf: AsOf, past: boolean): Promise<RequestStanding[]> {
  const { effectiveAt: at } = asOf;
  const { requests, facts } = past ? await pastRequests(tx, scope, controlId, asOf) : await presentRequests(tx, scope, controlId, at);
  const newest = await newestAccepted(tx, scope, requests.map((one) => one.id), asOf);
  const names = await requestOwnerNames(tx, scope.organizationId, requests);
  const dueSoonDays = await settingAt(tx, "due_soon_days", provenUntil(asOf));
  return requests.map((request, index) => {
    const known = facts.get(request.id) ?? NOTHING;
    const judged = requestStatus(known, dueSoonDays, at);
    const ownerName = names.get(request.id) ?? null;
    return {
      ...request, ...judged, facts: known, number: index + 1, ownerName,
      newest: newest.get(request.id) ?? null,
      waitingOn: waitingOn(judged, known.awaitingReview, ownerName),
    };
  });
}

type Requests = { requests: readonly PastRequest[]; facts: ReadonlyMap<string, RequestFacts> };

async function presentRequests(tx: TenantTransaction, { organizationId }: Scope, controlId: string, now: Date): Promise<Requests> {
  const requests = await requestsOf(tx, organizationId, [controlId], now);
  return { requests: requests.map(({ facts: _, createdAt: _created, retiredAt: _retired, ...request }) => request), facts: new Map(requests.map((one) => [one.id, one.facts])) };
}

async function pastRequests(tx: TenantTransaction, { organizationId }: Scope, controlId: string, asOf: AsOf): Promise<Requests> {
  const requests = await requestsAsOf(tx, organizationId, asOf, [controlId]);
  return { requests, facts: await requestFactsAt(tx, organizationId, requests, asOf) };
}

function waitingOn(judged: RequestStatus, awaitingReview: number, ownerName: string | null): string | null {
  if (judged.status === "met") return awaitingReview > 0 ? "Reviewer" : null;
  if (awaitingReview > 0) return "Reviewer";
  return ownerName ?? "Nobody yet";
}
