import type { VerbArguments } from "#lib/access/index.ts";
import { membersHolding, notify } from "#lib/notifications/index.ts";
import { wasExpected } from "./placeholder.repository.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/** Tells who manages controls that somebody who owned things by name joined just now: nothing of theirs waits any more. */
export async function tellOfJoining(act: Act, member: { id: string; name: string }): Promise<void> {
  const { tx, context: { organizationId }, now } = act;
  if (!(await wasExpected(tx, organizationId, member.id, now))) return;
  const to = (await membersHolding(tx, organizationId, "controls.manage")).filter((id) => id !== member.id);
  await notify(act, { kind: "placeholder_joined", to, cause: `placeholder_joined:${member.id}:${now.toISOString()}`, subject: { kind: "member", id: member.id }, facts: { title: member.name } });
}
