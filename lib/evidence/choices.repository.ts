import type { Scope } from "#lib/access/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";
import { admittedBy } from "./source-words.ts";
import type { RecordKind } from "./sources.repository.ts";

/** Ids of the newest records of a kind, newest first. */
export async function newestRecordIds(tx: TenantTransaction, organizationId: string, kind: RecordKind, limit: number): Promise<string[]> {
  const query = { where: { organizationId }, select: { id: true }, take: limit } as const;
  switch (kind) {
    case "log_segment": return idsOf(await tx.logSegment.findMany({ ...query, orderBy: { receivedAt: "desc" } }));
    case "alert": return idsOf(await tx.alert.findMany({ ...query, orderBy: { number: "desc" } }));
    case "incident": return idsOf(await tx.incident.findMany({ ...query, orderBy: { number: "desc" } }));
    case "collection": return idsOf(await tx.collection.findMany({ where: { organizationId, endedAt: { not: null } }, select: { id: true }, take: limit, orderBy: { id: "desc" } }));
    case "check": return idsOf(await tx.checkRun.findMany({ ...query, orderBy: { number: "desc" } }));
    case "population": return idsOf(await tx.population.findMany({ ...query, orderBy: { id: "desc" } }));
    case "standard": return idsOf(await tx.configurationStandard.findMany({ where: { organizationId, ends: false, decision: { decision: "approved" } }, select: { id: true }, take: limit, orderBy: { id: "desc" } }));
    case "rule": return idsOf(await tx.ruleVersion.findMany({ ...query, orderBy: { id: "desc" } }));
  }
}

function idsOf(rows: { id: string }[]): string[] {
  return rows.map((row) => row.id);
}

export type RequestChoice = { id: string; controlId: string; controlCode: string; title: string; guidance: string; freshnessDays: number; sourceKinds: SourceKind[]; ownerMemberId: string | null };

/** Requests that are asked now, by control and position; those that admit a kind, if one is given. */
export async function requestChoices(tx: TenantTransaction, scope: Scope, kind: SourceKind | undefined, limit: number): Promise<RequestChoice[]> {
  const rows = await tx.evidenceRequest.findMany({
    where: { organizationId: scope.organizationId, retiredAt: null, ...(kind === undefined ? {} : { sourceKinds: { hasSome: admittedBy(kind) } }) },
    include: { control: { select: { code: true } } },
    orderBy: [{ control: { code: "asc" } }, { position: "asc" }],
    take: limit,
  });
  return rows.map(({ id, controlId, control, title, guidance, freshnessDays, sourceKinds, ownerMemberId }) => ({ id, controlId, controlCode: control.code, title, guidance, freshnessDays, sourceKinds, ownerMemberId }));
}
