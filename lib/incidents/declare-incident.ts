import { z } from "zod";
import { markIncident, requireAlerts } from "#lib/alerts/index.ts";
import { defineVerb, idInput, lineInput, textInput } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { addAlerts, addEntry, createIncident, requireMember } from "./incident.repository.ts";
import { incidentName } from "./numbers.ts";
import { tellAssignee } from "./tell-assignee.ts";
import { watchTimeLimit } from "./time-limit.ts";

/** Makes an incident of one or more alerts. Each of them gets the verdict `incident`, with the same reason. */
export const declareIncident = defineVerb({
  name: "incidents.declare",
  permission: "incidents.manage",
  effect: "write",
  input: z.strictObject({
    alertIds: z.array(idInput).min(1).max(100),
    title: lineInput(200),
    severity: z.enum(Severity),
    reason: textInput(4000).min(1, "Say why this is an incident."),
    assigneeMemberId: idInput.optional(),
  }),
  async run({ tx, context, input, now, audit }) {
    const alerts = await requireAlerts(tx, input.alertIds);
    if (input.assigneeMemberId !== undefined) await requireMember(tx, input.assigneeMemberId);
    const { organizationId } = context;
    const act = { tx, context, now };
    const earliest = (dates: Date[]): Date => new Date(Math.min(...dates.map((date) => date.getTime())));
    const acknowledged = alerts.flatMap((alert) => (alert.acknowledgedAt === null ? [] : [alert.acknowledgedAt]));
    const alertedAt = earliest(alerts.map((alert) => alert.raisedAt));
    const incident = await createIncident(tx, organizationId, now, {
      title: input.title,
      severity: input.severity,
      declaredBy: actorId(context.actor),
      firstEventAt: earliest(alerts.map((alert) => alert.firstEventAt)),
      alertedAt,
      // Declaring an incident of an alert is also to have taken note of it.
      acknowledgedAt: acknowledged.length === 0 ? now : earliest(acknowledged),
      assigneeMemberId: input.assigneeMemberId ?? null,
    });
    await addAlerts(tx, organizationId, incident.id, input.alertIds, now);
    for (const alertId of input.alertIds) await markIncident(tx, context, { alertId, incidentId: incident.id, reason: input.reason, now });
    await addEntry(tx, organizationId, now, { incidentId: incident.id, kind: "declared", memberId: actorId(context.actor), text: input.reason, severity: input.severity });
    await appendPendingEntry(tx, context, {
      kind: "incident.declared",
      subjectId: incident.id,
      record: { alerts: [...input.alertIds].sort(), number: incident.number, severity: input.severity },
    });
    await audit({ action: "incident.declared", subjectKind: "incident", subjectId: incident.id, changes: { alerts: input.alertIds, severity: input.severity } });
    await watchTimeLimit(act, { id: incident.id, severity: input.severity, declaredAt: now, alertedAt });
    const name = incidentName({ number: incident.number, declaredAt: now });
    if (input.assigneeMemberId !== undefined) await tellAssignee(act, { id: incident.id, name, title: input.title }, input.assigneeMemberId);
    return { id: incident.id, name };
  },
});
