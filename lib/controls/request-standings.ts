import type { Scope } from "#lib/access/index.ts";
import { requestStatus, type RequestFacts, type RequestStatus } from "#lib/evidence/client.ts";
import { settingAt } from "#lib/settings/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { requestOwnerNames, requestsOf, type EvidenceRequestRow } from "./controls.repository.ts";
import { newestAccepted, type NewestAnswer } from "./history.repository.ts";
import { requestFactsAt } from "./request-facts.repository.ts";

/** An evidence request with its status at an instant, what proves it, and who it waits for. */
export type RequestStanding = EvidenceRequestRow & RequestStatus & {
  /** Position from 1, as people cite it. */
  number: number;
  ownerName: string | null;
  newest: NewestAnswer | null;
  /** Who acts next, in words; null when nobody need. */
  waitingOn: string | null;
};

const NOTHING: RequestFacts = { lastGoodAt: null, freshUntil: null, gaps: [], awaitingReview: 0 };

/**
 * Requests of one control at an instant. At the present one by the facts that are kept on write; at a past one by facts
 * replayed from what had been recorded then.
 */
export async function requestStandings(tx: TenantTransaction, scope: Scope, controlId: string, at: Date, past: boolean): Promise<RequestStanding[]> {
  const requests = await requestsOf(tx, scope.organizationId, [controlId], at);
  const ids = requests.map((one) => one.id);
  const facts = past ? await requestFactsAt(tx, scope.organizationId, ids, at) : new Map(requests.map((one) => [one.id, one.facts]));
  const newest = await newestAccepted(tx, scope, ids, at);
  const names = await requestOwnerNames(tx, scope.organizationId, requests);
  const dueSoonDays = await settingAt(tx, "due_soon_days", at);
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

function waitingOn(judged: RequestStatus, awaitingReview: number, ownerName: string | null): string | null {
  if (judged.status === "met") return awaitingReview > 0 ? "Reviewer" : null;
  if (awaitingReview > 0) return "Reviewer";
  return ownerName ?? "Nobody yet";
}
