import { settingAt } from "#lib/settings/index.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Context, EngagementScope, MemberActor } from "#lib/platform/context.ts";
import { regionOf } from "#lib/platform/region.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { continueSharedRead, withSharedRead } from "#lib/platform/shared-read.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { hasSecondFactor } from "./factor.repository.ts";

/** By what a person signed in: their own password or passkey, or the organization's provider. */
type SignedInBy = "own" | "provider" | "provider_with_second_factor";

/** A membership that a session may try to enter. */
export type Entrance = { organizationId: string; memberId: string; signedInBy: SignedInBy };

type Who = {
  organizationId: string;
  memberId: string;
  /** Absent for work that goes on without its person: what they signed in by was asked when they began it. */
  signedInBy?: SignedInBy;
  engagementId?: string;
  requestId: string;
  clock: Clock;
};

/**
 * The context of a member as the database knows them now: role, and for an auditor the engagement.
 * Used by every request and again by every job, so that a removed person, a changed role
 * and a factor that is newly demanded act at once.
 *
 * @returns null when the person is not (or no longer) a member, or disabled
 */
export async function memberContext(who: Who): Promise<Context | null> {
  const asked = { organizationId: who.organizationId };
  const context = await withSharedRead(runtime().database, asked, (tx) => readContext(tx, who));
  if (context !== null) continueSharedRead(asked, context);
  return context;
}

async function readContext(tx: TenantTransaction, who: Who): Promise<Context | null> {
  const { organizationId, memberId, requestId, clock } = who;
  const member = await tx.member.findUnique({ where: { organizationId_id: { organizationId, id: memberId } } });
  if (member === null || member.removedAt !== null) return null;
  const user = await tx.userAccount.findUnique({ where: { id: member.userId }, select: { disabledAt: true } });
  if (user === null || user.disabledAt !== null) return null;
  const engagement = member.role === "auditor" ? await openEngagement(tx, who) : null;
  const { region } = await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { region: true } });
  return {
    organizationId,
    region: regionOf(region),
    actor: { kind: "member", memberId, userId: member.userId, name: member.name, role: member.role, engagement, owes: await owedBy(tx, who, member) },
    requestId,
    clock,
  };
}

/** What the organization demands by now and this person has not. */
async function owedBy(tx: TenantTransaction, who: Who, { role, userId }: { role: Role; userId: string }): Promise<MemberActor["owes"]> {
  // Auditors come from outside: the organization's provider does not know them.
  const exempt = who.signedInBy === "own" && role !== "auditor" ? await enforcedProvider(tx) : null;
  if (exempt !== null && !(role === "admin" && exempt.includes(who.memberId))) return "provider";
  // Whoever comes past the provider, breaking the glass, shows a second factor of their own, whatever is demanded of others.
  if (exempt === null && !(await secondFactorDue(tx, who.organizationId, who.clock.now()))) return null;
  return (await secondFactorShown(tx, who, userId)) ? null : "second_factor";
}

/** The administrators who may come past the provider that everybody else must come by; null when nobody must. */
async function enforcedProvider(tx: TenantTransaction): Promise<readonly string[] | null> {
  const provider = await tx.identityProvider.findFirst({ where: { enforced: true }, select: { exemptMemberIds: true } });
  return provider?.exemptMemberIds ?? null;
}

async function secondFactorShown(tx: TenantTransaction, who: Who, userId: string): Promise<boolean> {
  if (who.signedInBy === "provider_with_second_factor" || (await hasSecondFactor(tx, userId))) return true;
  if (who.signedInBy !== undefined) return false;
  return (await tx.identityLink.count({ where: { memberId: who.memberId, secondFactorAt: { not: null } } })) > 0;
}

async function secondFactorDue(tx: TenantTransaction, organizationId: string, now: Date): Promise<boolean> {
  const from = await settingAt(tx, "second_factor_required_from", now);
  if (from === "never") return false;
  const { timeZone } = await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { timeZone: true } });
  // Days as YYYY-MM-DD sort as they follow one another.
  return dayOf(now, timeZone) >= from;
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
