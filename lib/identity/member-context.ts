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

type Standing = { userId: string; name: string; role: Role; region: string; timeZone: string; /** Null when the provider is not demanded. */ exempt: string[] | null };

/** The member as they stand now, with what of the organization decides what they may; null who is none or disabled. One statement: every request asks it. */
async function findStanding(tx: TenantTransaction, organizationId: string, memberId: string): Promise<Standing | null> {
  const [row] = await tx.$queryRaw<Standing[]>`
    SELECT m.user_id AS "userId", m.name, m.role::text AS role, o.region, o.time_zone AS "timeZone", p.exempt_member_ids AS exempt
    FROM member m JOIN user_account u ON u.id = m.user_id JOIN organization o ON o.id = m.organization_id
    LEFT JOIN identity_provider p ON p.organization_id = m.organization_id AND p.enforced
    WHERE m.organization_id = ${organizationId} AND m.id = ${memberId} AND m.removed_at IS NULL AND u.disabled_at IS NULL`;
  return row ?? null;
}

async function readContext(tx: TenantTransaction, who: Who): Promise<Context | null> {
  const { organizationId, memberId, requestId, clock } = who;
  const standing = await findStanding(tx, organizationId, memberId);
  if (standing === null) return null;
  const { userId, name, role, region } = standing;
  const engagement = role === "auditor" ? await openEngagement(tx, who) : null;
  return { organizationId, region: regionOf(region), actor: { kind: "member", memberId, userId, name, role, engagement, owes: await owedBy(tx, who, standing) }, requestId, clock };
}

/** What the organization demands by now and this person has not. */
async function owedBy(tx: TenantTransaction, who: Who, { role, userId, timeZone, exempt: all }: Standing): Promise<MemberActor["owes"]> {
  // Auditors come from outside: the organization's provider does not know them.
  const exempt = who.signedInBy === "own" && role !== "auditor" ? all : null;
  if (exempt !== null && !(role === "admin" && exempt.includes(who.memberId))) return "provider";
  // Whoever comes past the provider, breaking the glass, shows a second factor of their own, whatever is demanded of others.
  if (exempt === null && !(await secondFactorDue(tx, timeZone, who.clock.now()))) return null;
  return (await secondFactorShown(tx, who, userId)) ? null : "second_factor";
}

async function secondFactorShown(tx: TenantTransaction, who: Who, userId: string): Promise<boolean> {
  if (who.signedInBy === "provider_with_second_factor" || (await hasSecondFactor(tx, userId))) return true;
  if (who.signedInBy !== undefined) return false;
  return (await tx.identityLink.count({ where: { memberId: who.memberId, secondFactorAt: { not: null } } })) > 0;
}

async function secondFactorDue(tx: TenantTransaction, timeZone: string, now: Date): Promise<boolean> {
  const from = await settingAt(tx, "second_factor_required_from");
  // Days as YYYY-MM-DD sort as they follow one another.
  return from !== "never" && dayOf(now, timeZone) >= from;
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
