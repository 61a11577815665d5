import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { MappingOrigin, MappingStrength, SourceKind } from "#prisma/generated/enums.ts";
import { approvalOf, storedApproval, type Approval } from "./approval.ts";

export type MappingRecord = {
  id: string;
  controlId: string;
  frameworkKey: string;
  requirementCode: string;
  strength: MappingStrength;
  rationale: string;
  origin: MappingOrigin;
  retracted: boolean;
  effectiveFrom: Date;
  recordedAt: Date;
  approval: Approval | null;
};

/** The mapping recorded last of each control, framework and requirement, whether it holds or was retracted; of two recorded at once the one that takes effect later. */
export async function lastRecordedMappings(tx: TenantTransaction, organizationId: string): Promise<MappingRecord[]> {
  const rows = await tx.mappingVersion.findMany({ where: { organizationId }, orderBy: [{ recordedAt: "asc" }, { effectiveFrom: "asc" }, { id: "asc" }] });
  return [...new Map(rows.map((row) => [`${row.controlId} ${row.frameworkKey} ${row.requirementCode}`, { ...row, approval: approvalOf(row) }])).values()];
}

export async function insertMappings(tx: TenantTransaction, organizationId: string, mappings: readonly MappingRecord[]): Promise<void> {
  await tx.mappingVersion.createMany({ data: mappings.map(({ approval, ...mapping }) => ({ organizationId, ...mapping, ...storedApproval(approval) })) });
}

export type AskedRequest = {
  key: string;
  position: number;
  title: string;
  guidance: string;
  freshnessDays: number;
  sourceKinds: SourceKind[];
};

export type StoredRequest = AskedRequest & { id: string; controlId: string; retiredAt: Date | null; lastGoodAt: Date | null; askedFrom: Date };

/** Every evidence request of the organization, retired ones too. */
export function storedRequests(tx: TenantTransaction, organizationId: string): Promise<StoredRequest[]> {
  return tx.evidenceRequest.findMany({
    where: { organizationId },
    select: { id: true, controlId: true, key: true, position: true, title: true, guidance: true, freshnessDays: true, sourceKinds: true, retiredAt: true, lastGoodAt: true, askedFrom: true },
  });
}

/** Since when a request is asked as it stands, and who changed it when. */
export type Revision = { askedFrom: Date; revisedAt: Date; revisedBy: string };

export type NewRequest = AskedRequest & Revision & { id: string; controlId: string; createdAt: Date };

export async function insertRequests(tx: TenantTransaction, organizationId: string, requests: readonly NewRequest[]): Promise<void> {
  await tx.evidenceRequest.createMany({ data: requests.map((request) => ({ organizationId, ...request })) });
}

/** Changes what a request asks. `freshUntil` follows from a changed freshness period. */
export async function updateRequest(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  data: AskedRequest & Revision & { retiredAt: Date | null; freshUntil: Date | null },
): Promise<void> {
  await tx.evidenceRequest.update({ where: { organizationId_id: { organizationId, id } }, data });
}

/** From now on the request is not asked; what answered it stays. `askedFrom` says since when that is so in truth. */
export async function retireRequest(tx: TenantTransaction, organizationId: string, id: string, revision: Revision): Promise<void> {
  await tx.evidenceRequest.update({ where: { organizationId_id: { organizationId, id } }, data: { retiredAt: revision.revisedAt, ...revision } });
}

/** Asks again what was retired at one instant. */
export async function askRequestsAgain(tx: TenantTransaction, organizationId: string, controlId: string, retiredAt: Date, revision: Revision): Promise<void> {
  await tx.evidenceRequest.updateMany({ where: { organizationId, controlId, retiredAt }, data: { retiredAt: null, ...revision } });
}
