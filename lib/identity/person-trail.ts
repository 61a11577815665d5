import { enqueueJob } from "#lib/access/index.ts";
import { recordEntry } from "#lib/audit-trail/index.ts";
import type { Json } from "#lib/platform/canonical-json.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Database } from "#lib/platform/db.ts";
import { enterTenant, type TenantTransaction } from "#lib/platform/tenant.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { GlobalContext } from "./define-global-verb.ts";
import { isMailed } from "./factor-mail.ts";
import { membershipsOf } from "./identity.repository.ts";
import { notifyFactorChangeKind } from "./notify-factor-change.kind.ts";
import { presentMember } from "./person-trail.repository.ts";
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
  for (const { organizationId, memberId } of await membershipsOf(tx, userId)) {
    const tenant = await enterTenant(tx, organizationId);
    const own = await contextIn(tenant, context, organizationId, memberId);
    if (own === null) continue;
    await recordEntry(tenant, own, { action: `member.${change}`, subjectKind: "member", subjectId: memberId, changes: detail });
    if (!told && isMailed(change)) await enqueueJob(tenant, own, notifyFactorChangeKind, { userId, change, at: now.toISOString() }, memberId);
    told = true;
  }
}

async function contextIn(tx: TenantTransaction, { requestId, clock }: GlobalContext, organizationId: string, memberId: string): Promise<Context | null> {
  const member = await presentMember(tx, organizationId, memberId);
  if (member === null) return null;
  const { userId, name, role } = member;
  return { organizationId, actor: { kind: "member", memberId, userId, name, role, engagement: null, owes: null }, requestId, clock };
}
