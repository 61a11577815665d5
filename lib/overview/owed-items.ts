import { memberNames } from "#lib/access/index.ts";
import type { Scope } from "#lib/access/index.ts";
import { alertName } from "#lib/alerts/client.ts";
import { allControls, requestOwnerNames, requestsOf } from "#lib/controls/index.ts";
import { isProven, requestStatus } from "#lib/evidence/client.ts";
import { findingName, findingStanding, findOwedFindings } from "#lib/findings/index.ts";
import { incidentName } from "#lib/incidents/index.ts";
import { OCCURRENCE_WORDS, occurrenceSubject, owedOccurrences } from "#lib/occurrences/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { settingAt } from "#lib/settings/index.ts";
import type { Status } from "#lib/status/index.ts";
import type { OwedItem } from "./owed-work.ts";
import { openAlerts, openIncidents } from "./overview.repository.ts";

/** More open alerts or incidents than this are counted in their own lists, not one by one on a first screen. */
const OWED_LIMIT = 200;

/** One evidence request with its status now. */
export type RequestNow = { id: string; controlId: string; code: string; title: string; freshnessDays: number; status: Status; ownerId: string | null; ownerName: string | null; dueAt: Date | null; sourceKinds: readonly string[] };

/** Every evidence request of the organization, or of some owners, with its status at this instant. */
export async function requestsNow(tx: TenantTransaction, scope: Scope, now: Date, ownerIds?: readonly string[]): Promise<RequestNow[]> {
  const controls = await allControls(tx, scope);
  const codes = new Map(controls.map((control) => [control.id, control.code]));
  const requests = await requestsOf(tx, scope.organizationId, [...codes.keys()], now, ownerIds);
  const names = await requestOwnerNames(tx, scope.organizationId, requests);
  const dueSoonDays = await settingAt(tx, "due_soon_days");
  return requests.map((request) => {
    const judged = requestStatus(request.facts, dueSoonDays, now);
    return {
      id: request.id,
      controlId: request.controlId,
      code: codes.get(request.controlId) ?? "",
      title: request.title,
      freshnessDays: request.freshnessDays,
      status: judged.status,
      ownerId: request.ownerMemberId,
      ownerName: names.get(request.id) ?? null,
      dueAt: request.facts.freshUntil,
      sourceKinds: request.sourceKinds,
    };
  });
}

/** What is owed before it is known who does it. */
type Owed = Omit<OwedItem, "standIn">;

/** Requests that are not proven or soon will not be, as things owed by their owners. */
export function owedRequests(requests: readonly RequestNow[]): Owed[] {
  return requests
    .filter((request) => !isProven(request.status) || request.status === "due_soon")
    .map((request) => ({
      kind: "evidence_request",
      id: request.id,
      placeId: request.controlId,
      controlId: request.controlId,
      title: request.title,
      code: request.code,
      status: request.status,
      owner: request.ownerName,
      ownerId: request.ownerId,
      dueAt: request.dueAt,
    }));
}

/** Controls to perform, as things owed by their owners: what is overdue or missed, and what is open and due soon. */
export async function owedPerformances(tx: TenantTransaction, scope: Scope, now: Date): Promise<Owed[]> {
  const soon = new Date(now.getTime() + (await settingAt(tx, "due_soon_days")) * 86_400_000);
  return (await owedOccurrences(tx, scope, now))
    .filter((one) => one.dueAt <= soon)
    .map((one) => ({
      kind: "occurrence",
      id: occurrenceSubject(one.controlId, one.firstDay),
      placeId: one.firstDay,
      controlId: one.controlId,
      title: one.title,
      code: one.code,
      status: OCCURRENCE_WORDS[one.state].status,
      owner: one.ownerName,
      ownerId: one.ownerId,
      dueAt: one.dueAt,
    }));
}

/** Findings to remedy, as things owed by their owners; of some people, or of all. */
export async function owedFindings(tx: TenantTransaction, organizationId: string, now: Date, ownerIds?: readonly string[]): Promise<Owed[]> {
  const timeZone = await timeZoneOf(tx, organizationId);
  const today = dayOf(now, timeZone);
  const dueSoonDays = await settingAt(tx, "due_soon_days");
  const found = await findOwedFindings(tx, organizationId, { take: OWED_LIMIT, ...(ownerIds === undefined ? {} : { ownerIds }) });
  return found.map((finding) => ({
    kind: "finding", id: finding.id, placeId: finding.id, controlId: null, title: finding.title, code: findingName(finding), status: findingStanding(finding, today, dueSoonDays).status,
    owner: finding.owner, ownerId: finding.ownerMemberId, dueAt: periodInstants({ firstDay: finding.dueOn, lastDay: finding.dueOn, timeZone }).until,
  }));
}

/** Alerts to judge and incidents to finish, as things owed; of some assignees, or of all. */
export async function owedOperations(tx: TenantTransaction, organizationId: string, assigneeIds?: readonly string[]): Promise<Owed[]> {
  const alerts = await openAlerts(tx, organizationId, OWED_LIMIT, assigneeIds);
  const incidents = await openIncidents(tx, organizationId, OWED_LIMIT, assigneeIds);
  const resolveHours = await settingAt(tx, "incident_resolve_hours");
  const names = await memberNames(tx, organizationId, [...alerts, ...incidents].flatMap((row) => row.assigneeId ?? []));
  const ownerOf = (assignee: string | null) => ({ owner: names.get(assignee ?? "") ?? null, ownerId: assignee });
  return [
    ...alerts.map((alert): Owed => ({
      kind: "alert", id: alert.id, placeId: alert.id, controlId: null, title: alert.title, code: alertName(alert.number), status: "needs_review", ...ownerOf(alert.assigneeId),
      // Once somebody took note the deadline is met: what is left is a judgement without a date.
      dueAt: alert.status === "open" ? alert.acknowledgeBy : null,
    })),
    ...incidents.map((incident): Owed => ({
      kind: "incident", id: incident.id, placeId: incident.id, controlId: null, title: incident.title, code: incidentName(incident), status: "needs_review", ...ownerOf(incident.assigneeId),
      dueAt: incident.resolved ? null : new Date(incident.alertedAt.getTime() + resolveHours[incident.severity] * 3_600_000),
    })),
  ];
}
