import type { Actor } from "#lib/platform/context.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { whoActsAt } from "./acting.repository.ts";
import type { Work } from "./lent-work.ts";

/** Of works with their owners, those that somebody does in the owner's stead at an instant: whose, and by which delegation. */
export async function steadOf(tx: TenantTransaction, organizationId: string, actor: Actor, works: readonly { ownerId: string | null; work: Work }[], at: Date): Promise<{ memberId: string; delegationId: string }[]> {
  if (actor.kind !== "member") return [];
  const who = await whoActsAt(tx, organizationId, at);
  const found = works.flatMap(({ ownerId, work }) => {
    const standIn = ownerId === null ? null : who.standInFor(ownerId, work);
    return standIn?.standInId === actor.memberId ? [[standIn.memberId, standIn.id] as const] : [];
  });
  return [...new Map(found)].map(([memberId, delegationId]) => ({ memberId, delegationId }));
}
