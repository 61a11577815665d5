import { settingAt } from "#lib/settings/index.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Context, EngagementScope, MemberActor } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { withTenant, type TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { hasSecondFactor } from "./factor.repository.ts";

type Who = { organizationId: string; memberId: string; engagementId?: string; requestId: string; clock: Clock };

/**
 * The context of a member as the database knows them now: role, and for an auditor the engagement.
 * Used by every request and again by every job, so that a removed person, a changed role
 * and a factor that is newly demanded act at once.
 *
 * @returns null when the person is not (or no longer) a member, or disabled
 */
export function memberContext(who: Who): Promise<Context | null> {
  return withTenant(runtime().database, who.organizationId, (tx) => readContext(tx, who), { readOnly: true });
}

async function readContext(tx: TenantTransaction, who: Who): Promise<Context | null> {
  const { organizationId, memberId, requestId, clock } = who;
  const member = await tx.member.findUnique({ where: { organizationId_id: { organizationId, id: memberId } } });
  if (member === null || member.removedAt !== null) return null;
  const user = await tx.userAccount.findUnique({ where: { id: member.userId }, select: { disabledAt: true } });
  if (user === null || user.disabledAt !== null) return null;
  const engagement = member.role === "auditor" ? await openEngagement(tx, who) : null;
  return {
    organizationId,
    actor: { kind: "member", memberId, userId: member.userId, name: member.name, role: member.role, engagement, owes: await owedBy(tx, organizationId, member.userId, clock.now()) },
    requestId,
    clock,
  };
}

/** What the organization demands of everybody by now and this person has not. */
async function owedBy(tx: TenantTransaction, organizationId: string, userId: string, now: Date): Promise<MemberActor["owes"]> {
  const from = await settingAt(tx, "second_factor_required_from", now);
  if (from === "never") return null;
  const { timeZone } = await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { timeZone: true } });
  // Days as YYYY-MM-DD sort as they follow one another.
  if (dayOf(now, timeZone) < from) return null;
  return (await hasSecondFactor(tx, userId)) ? null : "second_factor";
}

/** The auditor's engagement: the one asked for, else the newest that is still open to them. */
async function openEngagement(tx: TenantTransaction, who: Who): Promise<EngagementScope | null> {
  const row = await tx.engagement.findFirst({
    where: {
      ...(who.engagementId === undefined ? {} : { id: who.engagementId }),
      accessUntil: { gt: who.clock.now() },
      auditors: { some: { memberId: who.memberId } },
    },
    include: { controls: true },
    orderBy: { id: "desc" },
  });
  if (row === null) return null;
  return { id: row.id, controlIds: row.controls.map((control) => control.controlId), ...periodInstants(row) };
}
