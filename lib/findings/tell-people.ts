import type { VerbArguments } from "#lib/access/index.ts";
import { membersHolding, notify, settleNotifications, type News } from "#lib/notifications/index.ts";
import type { NotificationKind } from "#lib/notifications/client.ts";
import type { StoredFinding } from "./finding.repository.ts";
import { findingName } from "./words.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;
type Named = Pick<StoredFinding, "id" | "title" | "number" | "raisedAt">;

const OF_OWNERS = ["finding_assigned", "finding_due", "finding_overdue", "finding_returned", "finding_reopened"] as const satisfies readonly NotificationKind[];

function newsOf({ context, now }: Act, kind: NotificationKind, finding: Named, to: readonly string[], facts: { reason?: string; day?: string } = {}): News {
  const by = context.actor.kind === "system" ? "Tickmark" : context.actor.name;
  return {
    kind, to, cause: `${kind}:${finding.id}:${now.toISOString()}`, subject: { kind: "finding", id: finding.id },
    facts: { code: findingName(finding), title: finding.title, by, ...facts },
  };
}

/** Tells a finding's owner that it was given to them; whoever had it before owes nothing any more. */
export async function tellNewOwner(act: Act, finding: Named & { dueOn: string }, owner: string | null, before: string | null): Promise<void> {
  if (before !== null && before !== owner) await settleNotifications(act, { kinds: [...OF_OWNERS], subjectIds: [finding.id], memberId: before });
  if (owner !== null) await notify(act, newsOf(act, "finding_assigned", finding, [owner], { day: finding.dueOn }));
}

/** The owner has done it: nobody owes the work any more, and others than they verify it. */
export async function tellToVerify(act: Act, finding: StoredFinding): Promise<void> {
  await settleNotifications(act, { kinds: [...OF_OWNERS], subjectIds: [finding.id] });
  const to = (await membersHolding(act.tx, act.context.organizationId, "findings.manage")).filter((id) => id !== finding.state.ownerMemberId);
  await notify(act, newsOf(act, "finding_waiting", finding, to));
}

/** What was remediated is not, or what was settled is open again: the owner has to act. */
export async function tellOwner(act: Act, kind: "finding_returned" | "finding_reopened", finding: StoredFinding, reason: string): Promise<void> {
  await settleNotifications(act, { kinds: ["finding_waiting", "finding_settled", "acceptance_ending"], subjectIds: [finding.id] });
  if (finding.state.ownerMemberId !== null) await notify(act, newsOf(act, kind, finding, [finding.state.ownerMemberId], { reason }));
}

/** Closed, accepted or withdrawn: nothing is owed any more; the owner hears of it. */
export async function tellSettled(act: Act, finding: StoredFinding, reason: string): Promise<void> {
  await settleNotifications(act, { kinds: [...OF_OWNERS, "finding_waiting"], subjectIds: [finding.id] });
  if (finding.state.ownerMemberId !== null) await notify(act, newsOf(act, "finding_settled", finding, [finding.state.ownerMemberId], { reason }));
}
