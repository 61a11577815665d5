import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type Decision = { requirementCode: string; number: number; applicable: boolean; justification: string; recordedAt: Date; recordedBy: string };

/** The decision that counts of each item of an edition. */
export async function decisionsOf(tx: TenantTransaction, organizationId: string, frameworkKey: string): Promise<Map<string, Decision>> {
  const rows = await tx.applicabilityDecision.findMany({ where: { organizationId, frameworkKey }, orderBy: { number: "asc" } });
  return new Map(rows.map(({ requirementCode, number, applicable, justification, recordedAt, recordedBy }) => [requirementCode, { requirementCode, number, applicable, justification, recordedAt, recordedBy }]));
}

export async function insertDecisions(tx: TenantTransaction, organizationId: string, frameworkKey: string, rows: readonly (Decision & { id: string })[]): Promise<void> {
  await tx.applicabilityDecision.createMany({ data: rows.map((row) => ({ organizationId, frameworkKey, ...row })) });
}

export type IssuedStatement = { version: number; contentSha256: string; issuedAt: Date; issuedBy: string };

/** What was issued of an edition, newest first. */
export function issuedStatements(tx: TenantTransaction, organizationId: string, frameworkKey: string): Promise<IssuedStatement[]> {
  return tx.applicabilityStatement.findMany({ where: { organizationId, frameworkKey }, orderBy: { version: "desc" }, select: { version: true, contentSha256: true, issuedAt: true, issuedBy: true } });
}

export function findStatement(tx: TenantTransaction, organizationId: string, frameworkKey: string, version: number): Promise<(IssuedStatement & { content: string }) | null> {
  return tx.applicabilityStatement.findUnique({ where: { organizationId_frameworkKey_version: { organizationId, frameworkKey, version } }, select: { version: true, content: true, contentSha256: true, issuedAt: true, issuedBy: true } });
}

export async function insertStatement(tx: TenantTransaction, organizationId: string, row: IssuedStatement & { id: string; frameworkKey: string; content: string }): Promise<void> {
  await tx.applicabilityStatement.create({ data: { organizationId, ...row } });
}

/** Until the transaction ends nobody else decides or issues: numbers follow one another. */
export async function lockApplicability(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`applicability ${organizationId}`}, 0))`;
}
