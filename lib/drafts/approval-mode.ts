import { memberNames, roleHolds, type VerbArguments } from "#lib/access/index.ts";
import { type Approval, type ApprovalKind } from "#lib/controls/index.ts";
import { membersHolding } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { settingAt } from "#lib/settings/index.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/** Who could approve what these people wrote. */
export async function possibleApprovers({ tx, context: { organizationId } }: Pick<Act, "tx" | "context">, authors: readonly string[]): Promise<string[]> {
  return (await membersHolding(tx, organizationId, "drafts.approve")).filter((id) => !authors.includes(id));
}

/**
 * What a change of what controls say and map to needs: another person; none, because nobody else could approve it; or none,
 * because the organization waives it. The second and third are written where the change is.
 */
export async function approvalNeeded(act: Act, authors: readonly string[] = [actorId(act.context.actor)]): Promise<ApprovalKind> {
  if ((await settingAt(act.tx, "control_approval")) === "waived") return "waived";
  return (await possibleApprovers(act, authors)).length === 0 ? "alone" : "second_person";
}

/**
 * Whether a change is applied at once, and how it is written then. Whoever may not approve drafts may not be the only one to look
 * at one either.
 */
export async function approvalAtOnce(act: Act): Promise<Approval | null> {
  const { actor } = act.context;
  const kind = await approvalNeeded(act);
  if (kind === "second_person" || (actor.kind === "member" && !roleHolds(actor.role, "drafts.approve"))) return null;
  const by = actorId(actor);
  return { draftId: null, kind, proposedBy: by, approvedBy: by };
}

/** Names of who could approve what these people wrote, for whoever waits for it. */
export async function approverNames(act: Pick<Act, "tx" | "context">, authors: readonly string[]): Promise<string[]> {
  const names = await memberNames(act.tx, act.context.organizationId, await possibleApprovers(act, authors));
  return [...names.values()].sort();
}
