import { alertList } from "#app/(workspace)/[org]/alerts/triage-list.ts";
import { trailList } from "#app/(workspace)/[org]/audit-trail/trail-list.ts";
import { libraryList } from "#app/(workspace)/[org]/controls/library/library-list.ts";
import { engagementList } from "#app/(workspace)/[org]/engagements/engagement-list.ts";
import { checkList } from "#app/(workspace)/[org]/checks/check-list.tsx";
import { connectionList } from "#app/(workspace)/[org]/connections/connection-list.ts";
import { runList } from "#app/(workspace)/[org]/connections/runs/run-list.ts";
import { objectList } from "#app/(workspace)/[org]/inventory/object-list.ts";
import { segmentList } from "#app/(workspace)/[org]/logs/segment-list.ts";
import { scheduleList } from "#app/(workspace)/[org]/packets/schedules/schedule-list.ts";
import { invitationList } from "#app/(workspace)/[org]/people/invitations/invitation-list.ts";
import { peopleList } from "#app/(workspace)/[org]/people/people-list.ts";
import { standardList } from "#app/(workspace)/[org]/standards/standard-list.tsx";
import { huntList } from "#app/(workspace)/[org]/rules/hunts/hunt-list.tsx";
import { ruleList } from "#app/(workspace)/[org]/rules/rule-list.ts";
import { textList } from "#app/(workspace)/[org]/rules/texts/text-list.tsx";
import { controlList } from "#app/_control/control-list.ts";
import { disposalList } from "#app/_disposal/disposal-list.ts";
import { draftList } from "#app/_draft/draft-list.ts";
import { driftList } from "#app/_drift/drift-list.ts";
import { evidenceList } from "#app/_evidence/evidence-list.ts";
import { findingList } from "#app/_finding/finding-list.ts";
import { applicabilityList } from "#app/_framework/applicability-list.tsx";
import { frameworkList } from "#app/_framework/framework-list.ts";
import { outlookList } from "#app/_framework/outlook-list.tsx";
import { readinessList } from "#app/_framework/readiness-list.tsx";
import { requirementList } from "#app/_framework/requirement-list.ts";
import { incidentList } from "#app/_incident/incident-list.ts";
import { occurrenceList } from "#app/_occurrence/occurrence-list.ts";
import { packetList } from "#app/_packet/packet-list.ts";
import { assetList } from "#app/_reconciliation/asset-list.tsx";
import { reconciliationList } from "#app/_reconciliation/reconciliation-list.tsx";
import type { AnyList } from "./define-list.ts";

/** Every list of the workspace. A list that is not here has no file; a test finds the pages that show one. */
export const WORKSPACE_LISTS: readonly AnyList[] = [
  controlList, draftList, driftList, libraryList, frameworkList, requirementList, outlookList, readinessList, applicabilityList, evidenceList, disposalList, occurrenceList, connectionList, runList, objectList, segmentList, ruleList, textList, huntList, alertList, incidentList, findingList, reconciliationList, assetList, checkList, standardList,
  engagementList, packetList, scheduleList, peopleList, invitationList, trailList,
];

/** The lists of the auditor portal: the same ones, under the engagement's scope. */
export const PORTAL_LISTS: readonly AnyList[] = [controlList, evidenceList, occurrenceList, incidentList, findingList, packetList];

/** Where a list of the workspace is shown, below the organization. */
export function pageOf(key: string): string {
  return WORKSPACE_LISTS.find((list) => list.key === key)?.page ?? "";
}
