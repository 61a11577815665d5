import { z } from "zod";
import { alertSummaries, type AlertSummary } from "#lib/alerts/index.ts";
import { defineVerb, idInput, memberNames } from "#lib/access/index.ts";
import { settingAt } from "#lib/settings/index.ts";
import type { IncidentEntryKind, Severity, Visibility } from "#prisma/generated/enums.ts";
import type { IncidentStatus } from "./words.ts";
import { incidentChain, type ChainLink } from "./chain.ts";
import { findEntries, requireIncident } from "./incident.repository.ts";
import { incidentName } from "./numbers.ts";
import { serviceLevels, type ServiceLevel } from "./service-levels.ts";

export type IncidentEntryView = {
  id: string;
  kind: IncidentEntryKind;
  at: Date;
  by: string;
  text: string;
  severity: Severity | null;
  assignee: string | null;
  visibility: Visibility;
};

export type IncidentView = {
  id: string;
  name: string;
  title: string;
  status: IncidentStatus;
  severity: Severity;
  cause: string | null;
  assigneeMemberId: string | null;
  assignee: string | null;
  declaredAt: Date;
  declaredBy: string;
  resolvedBy: string | null;
  closedBy: string | null;
  chain: ChainLink[];
  serviceLevels: ServiceLevel[];
  entries: IncidentEntryView[];
  alerts: AlertSummary[];
};

/** One incident with its chain, service levels, timeline and alerts; an auditor reads what is shared with auditors. */
export const readIncident = defineVerb({
  name: "incidents.read",
  permission: "incidents.read",
  effect: "read",
  input: z.strictObject({ incidentId: idInput }),
  async run({ tx, scope, input, now }): Promise<IncidentView> {
    const incident = await requireIncident(tx, scope, input.incidentId);
    const { state } = incident;
    const entries = await findEntries(tx, scope, incident.id);
    const people = [incident.declaredBy, state.assigneeMemberId, state.resolvedBy, state.closedBy, ...entries.flatMap((entry) => [entry.memberId, entry.assigneeId])];
    const names = await memberNames(tx, scope.organizationId, people.flatMap((id) => id ?? []));
    const nameOf = (id: string): string => names.get(id) ?? (id.startsWith("system:") ? "Tickmark" : "Unknown person");
    const nameOrNull = (id: string | null): string | null => (id === null ? null : nameOf(id));
    return {
      id: incident.id,
      name: incidentName(incident),
      title: incident.title,
      status: state.status,
      severity: state.severity,
      cause: state.cause,
      assigneeMemberId: state.assigneeMemberId,
      assignee: nameOrNull(state.assigneeMemberId),
      declaredAt: incident.declaredAt,
      declaredBy: nameOf(incident.declaredBy),
      resolvedBy: nameOrNull(state.resolvedBy),
      closedBy: nameOrNull(state.closedBy),
      chain: incidentChain({ ...incident, ...state, declaredAt: incident.declaredAt }),
      serviceLevels: serviceLevels({
        severity: state.severity,
        alertedAt: incident.alertedAt,
        acknowledgedAt: state.acknowledgedAt,
        resolvedAt: state.resolvedAt,
        acknowledgeMinutes: await settingAt(tx, "alert_acknowledge_minutes", incident.declaredAt),
        resolveHours: await settingAt(tx, "incident_resolve_hours", incident.declaredAt),
        now,
      }),
      entries: entries.map((entry) => ({
        id: entry.id,
        kind: entry.kind,
        at: entry.at,
        by: nameOf(entry.memberId),
        text: entry.text,
        severity: entry.severity,
        assignee: nameOrNull(entry.assigneeId),
        visibility: entry.visibility,
      })),
      alerts: await alertSummaries(tx, incident.alerts.map((link) => link.alertId)),
    };
  },
});
