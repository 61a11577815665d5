import { onceInRead } from "#lib/platform/shared-read.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/**
 * Names of members by id, also of those who have left; an id that is no member's is left out. A page's verbs ask about
 * the same few people: within a shared read each is looked up once.
 */
export async function memberNames(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  const known = await onceInRead(tx, "member names", () => Promise.resolve(new Map<string, string | null>()));
  const unknown = wanted.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const rows = await tx.member.findMany({ where: { organizationId, id: { in: unknown } }, select: { id: true, name: true } });
    for (const id of unknown) known.set(id, null);
    for (const { id, name } of rows) known.set(id, name);
  }
  return new Map(wanted.flatMap((id) => {
    const name = known.get(id);
    return name === undefined || name === null ? [] : [[id, name] as const];
  }));
}
