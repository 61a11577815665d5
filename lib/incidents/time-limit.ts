import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { membersHolding, notify, settleNotifications } from "#lib/notifications/index.ts";
import { settingAt } from "#lib/settings/index.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { endTimeLimit, putTimeLimit, requireIncident } from "./incident.repository.ts";
import { incidentName } from "./numbers.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;
type Timed = { id: string; severity: Severity; declaredAt: Date; alertedAt: Date };

/** The time to resolve an incident is nearly over when this share of it is left. */
const LEFT_SHARE = 1 / 4;

async function limitOf({ tx }: Act, incident: Timed): Promise<{ endsAt: Date; warnAt: Date }> {
  // The promise that was in force when it was declared, as on the incident's page.
  const hours = (await settingAt(tx, "incident_resolve_hours", incident.declaredAt))[incident.severity];
  const endsAt = incident.alertedAt.getTime() + hours * 3_600_000;
  return { endsAt: new Date(endsAt), warnAt: new Date(endsAt - hours * 3_600_000 * LEFT_SHARE) };
}

/** Puts the look at an incident's time limit in line, anew when its severity changed. */
export async function watchTimeLimit(act: Act, incident: Timed): Promise<void> {
  await putTimeLimit(act.tx, incident.id, (await limitOf(act, incident)).warnAt);
}

/** The incident is resolved: nothing runs against it. */
export async function forgetTimeLimit(act: Act, incidentId: string): Promise<void> {
  await endTimeLimit(act.tx, incidentId);
  await settleNotifications(act, { kinds: ["incident_assigned", "incident_time_limit"], subjectIds: [incidentId] });
}

/** Tells an incident's person that the time to resolve it ends soon; all who manage incidents when nobody has it. */
export const warnOfTimeLimit = defineVerb({
  name: "incidents.warn_of_time_limit",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ incidentId: idInput }),
  async run({ tx, scope, context, input, now, unchanged }): Promise<void> {
    const act = { tx, context, now };
    const incident = await requireIncident(tx, scope, input.incidentId);
    const { state } = incident;
    unchanged();
    if (state.resolvedAt !== null || state.closedAt !== null) return endTimeLimit(tx, incident.id);
    const { endsAt, warnAt } = await limitOf(act, { ...incident, severity: state.severity });
    if (now < warnAt) return putTimeLimit(tx, incident.id, warnAt);
    await notify(act, {
      kind: "incident_time_limit", to: state.assigneeMemberId === null ? await membersHolding(tx, context.organizationId, "incidents.manage") : [state.assigneeMemberId],
      cause: `incident_time_limit:${incident.id}:${endsAt.toISOString()}`, subject: { kind: "incident", id: incident.id },
      facts: { code: incidentName(incident), title: incident.title, at: endsAt.toISOString() },
    });
    await endTimeLimit(tx, incident.id);
  },
});
