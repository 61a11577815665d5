import { lowestIdAt } from "#lib/platform/ids.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** Prefix of an entry's id; the id sorts by the entry's instant. */
const ENTRY_PREFIX = "aud";

export type EntryFilter = {
  subjectKind?: string | undefined;
  subjectId?: string | undefined;
  actorId?: string | undefined;
  action?: string | undefined;
  /** Instants, half-open. */
  from?: Date | undefined;
  until?: Date | undefined;
};

export type EntryRow = {
  id: string;
  at: Date;
  actorKind: string;
  actorId: string;
  actorName: string;
  action: string;
  subjectKind: string;
  subjectId: string;
  changes: unknown;
  requestId: string;
};

/** Entries before `beforeId`, newest first. The time bounds cut the id, which the primary key serves. */
export function findEntries(tx: TenantTransaction, filter: EntryFilter, beforeId: string | undefined, take: number): Promise<EntryRow[]> {
  const { from, until, ...equal } = filter;
  const bounds: Prisma.AuditTrailEntryWhereInput[] = [];
  if (from !== undefined) bounds.push({ id: { gte: lowestIdAt(ENTRY_PREFIX, from.getTime()) } });
  if (until !== undefined) bounds.push({ id: { lt: lowestIdAt(ENTRY_PREFIX, until.getTime()) } });
  if (beforeId !== undefined) bounds.push({ id: { lt: beforeId } });
  return tx.auditTrailEntry.findMany({
    where: { ...equal, AND: bounds },
    orderBy: { id: "desc" },
    take,
    omit: { organizationId: true },
  });
}
