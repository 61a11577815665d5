import type { VerbArguments } from "#lib/access/index.ts";
import { whoActsAt } from "#lib/acting/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { notify, settleStandIns, type News } from "#lib/notifications/index.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { findDelegations, type Delegation } from "./delegation.repository.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/** Tells owners that whoever stands in for them cannot: what they gave is theirs again until they choose another. */
export async function tellOfMissingStandIn(args: Act, delegations: readonly Delegation[], why: string): Promise<void> {
  await notify(args, ...[...Map.groupBy(delegations, (one) => `${one.memberId} ${one.standInId}`).values()].flatMap((given): News[] => {
    const [first] = given;
    if (first === undefined) return [];
    return [{ kind: "stand_in_missing", to: [first.memberId], cause: `stand_in_missing:${first.standInId}:${why}`, subject: { kind: "delegation", id: first.id }, facts: { title: first.standInName, count: given.length } }];
  }));
}

/** Tells stand-ins of things that one person gave them in one act. */
export async function tellOfDelegation(args: Act, ownerName: string, given: readonly { id: string; standInId: string; subjectName: string | null }[], lastDay: string): Promise<void> {
  const [first] = given;
  if (first === undefined) return;
  await notify(args, {
    kind: "work_delegated", to: [first.standInId], cause: `work_delegated:${first.id}`, subject: { kind: "delegation", id: first.id },
    facts: { title: first.subjectName ?? "", by: ownerName, day: lastDay, count: given.length },
  });
}

/**
 * What the day itself changes: stand-ins whose time is over need not act on what they were told, and owners hear of stand-ins
 * who have left.
 */
export async function tellOfDelegations(args: Act): Promise<void> {
  const { tx, context, now } = args;
  const organization = await findOrganization(tx, context.organizationId);
  if (organization === null) return;
  await settleStandIns(args, await whoActsAt(tx, context.organizationId, now));
  const left = (await findDelegations(tx, context.organizationId, {}, now)).filter((one) => one.standInLeft);
  await tellOfMissingStandIn(args, left, "left");
}

/** The last day of a delegation in a zone. */
export function lastDayOf({ untilAt }: Pick<Delegation, "untilAt">, timeZone: string): string {
  return dayOf(new Date(untilAt.getTime() - 1), timeZone);
}
