import { enqueueJob } from "#lib/access/index.ts";
import { recordEntry } from "#lib/audit-trail/index.ts";
import type { Json } from "#lib/platform/canonical-json.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Database } from "#lib/platform/db.ts";
import { enterTenant, type TenantTransaction } from "#lib/platform/tenant.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { GlobalContext } from "./define-global-verb.ts";
import { isMailed } from "./factor-mail.ts";
import { membershipsOf, type MembershipRow } from "./identity.repository.ts";
import { notifyFactorChangeKind } from "./notify-factor-change.kind.ts";
import { presentMember, type PresentMember } from "./person-trail.repository.ts";
import { insertSignInEvent, type FactorChange } from "./sign-in.repository.ts";

type PersonalChange = { context: GlobalContext; userId: string; sessionId: string; change: FactorChange; detail?: { [field: string]: Json } };

/** As {@link recordInTransaction}, where nothing else is written with it. */
export async function recordForPerson(database: Database, change: PersonalChange): Promise<void> {
  await database.$transaction((tx) => recordInTransaction(tx, change));
}

/**
 * Writes a change of a person's factors into the trail of sign-ins and into the audit trail of every organization that
 * they belong to now, and has them told by mail: all with the change itself, or nothing. The mail goes out as a job of
 * the first of these organizations; who belongs to none has nothing that the factor protects.
 */
export async function recordInTransaction(tx: Prisma.TransactionClient, { context, userId, sessionId, change, detail = {} }: PersonalChange): Promise<void> {
  const now = context.clock.now();
  await insertSignInEvent(tx, { at: now, userId, subjectHash: "", outcome: change, sessionId });
  let told = false;
  for (const membership of await presentMemberships(tx, userId)) {
    const { organizationId, memberId } = membership;
    const tenant = await enterTenant(tx, organizationId);
    const own = contextIn(context, membership);
    await recordEntry(tenant, own, { action: `member.${change}`, subjectKind: "member", subjectId: memberId, changes: detail });
    if (!told && isMailed(change)) await enqueueJob(tenant, own, notifyFactorChangeKind, { userId, change, at: now.toISOString() }, memberId);
    told = true;
  }
}

/** Writes what the operator did to an account into the audit trail of every organization of the person. */
export async function recordForOperator(tx: Prisma.TransactionClient, userId: string, request: Pick<GlobalContext, "requestId" | "clock">, act: { action: string; changes: { [field: string]: Json } }): Promise<void> {
  for (const { organizationId, memberId } of await presentMemberships(tx, userId)) {
    const context: Context = { ...request, organizationId, actor: { kind: "system", name: "operator" } };
    await recordEntry(await enterTenant(tx, organizationId), context, { ...act, subjectKind: "member", subjectId: memberId });
  }
}

type PresentMembership = MembershipRow & { member: PresentMember };

/** The organizations that a person belongs to now. The transaction is bound to none of them in particular afterwards. */
async function presentMemberships(tx: Prisma.TransactionClient, userId: string): Promise<PresentMembership[]> {
  const present: PresentMembership[] = [];
  for (const membership of await membershipsOf(tx, userId)) {
    const member = await presentMember(await enterTenant(tx, membership.organizationId), membership.organizationId, membership.memberId);
    if (member !== null) present.push({ ...membership, member });
  }
  return present;
}

/** Whether a person belongs to another organization than the one that the transaction is bound to; it stays bound to it. */
export async function belongsElsewhere(tx: TenantTransaction, userId: string, organizationId: string): Promise<boolean> {
  const present = await presentMemberships(tx, userId);
  await enterTenant(tx, organizationId);
  return present.some((membership) => membership.organizationId !== organizationId);
}

function contextIn({ requestId, clock }: GlobalContext, { organizationId, memberId, member: { userId, name, role } }: PresentMembership): Context {
  return { organizationId, actor: { kind: "member", memberId, userId, name, role, engagement: null, owes: null }, requestId, clock };
}
