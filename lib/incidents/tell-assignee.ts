import type { VerbArguments } from "#lib/access/index.ts";
import { notify } from "#lib/notifications/index.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/** Tells a person that an incident was given to them. */
export async function tellAssignee(act: Act, incident: { id: string; name: string; title: string }, memberId: string): Promise<void> {
  await notify(act, {
    kind: "incident_assigned", to: [memberId], cause: `incident_assigned:${incident.id}:${act.now.toISOString()}`, subject: { kind: "incident", id: incident.id },
    facts: { code: incident.name, title: incident.title, by: act.context.actor.name },
  });
}
