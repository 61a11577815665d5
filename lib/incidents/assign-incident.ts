import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { settleNotifications } from "#lib/notifications/index.ts";
import { requireMember } from "./incident.repository.ts";
import { incidentName } from "./numbers.ts";
import { incidentIn, recordStep } from "./record-step.ts";
import { tellAssignee } from "./tell-assignee.ts";
import { watchTimeLimit } from "./time-limit.ts";

/** Gives an unfinished incident to one person. */
export const assignIncident = defineVerb({
  name: "incidents.assign",
  permission: "incidents.manage",
  effect: "write",
  input: z.strictObject({ incidentId: idInput, memberId: idInput }),
  async run(args) {
    const { tx, input, unchanged } = args;
    const incident = await incidentIn(args, input.incidentId, ["open", "contained", "resolved"], "assigned");
    const member = await requireMember(tx, input.memberId);
    if (incident.state.assigneeMemberId === member.id) return unchanged();
    await recordStep(args, incident, {
      entry: { kind: "assigned", assigneeId: member.id },
      state: { assigneeMemberId: member.id },
      changes: { before: incident.state.assigneeMemberId, after: member.id },
    });
    if (incident.state.assigneeMemberId !== null) await settleNotifications(args, { kinds: ["incident_assigned", "incident_time_limit"], subjectIds: [incident.id], memberId: incident.state.assigneeMemberId });
    await tellAssignee(args, { id: incident.id, name: incidentName(incident), title: incident.title }, member.id);
    await watchTimeLimit(args, { ...incident, severity: incident.state.severity });
  },
});
