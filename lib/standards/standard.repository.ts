import { z } from "zod";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { STANDARD_LIMITS } from "./limits.ts";
import type { Decision, Standard } from "./standard.ts";

const word = z.enum(["approved", "declined"]);

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

const rowsOf = (tx: TenantTransaction, where: { organizationId: string; number?: number; id?: string }) =>
  tx.configurationStandard.findMany({ where, include: { decision: true }, omit: { record: true }, orderBy: [{ number: "asc" }, { version: "desc" }], take: STANDARD_LIMITS.versions });

function standardOf({ organizationId: _organizationId, decision, ...row }: Row): Standard {
  const made = decision === null ? null : { decision: word.parse(decision.decision), alone: decision.alone, reason: decision.reason, decidedBy: decision.decidedBy, decidedAt: decision.decidedAt };
  return { ...row, decision: made };
}

/** Every version of every standard, by number, the newest version of each first. */
export async function allStandards(tx: TenantTransaction, organizationId: string): Promise<Standard[]> {
  return (await rowsOf(tx, { organizationId })).map(standardOf);
}

/** The versions of one standard, the newest first; none where there is no such standard. */
export async function versionsOfStandard(tx: TenantTransaction, organizationId: string, number: number): Promise<Standard[]> {
  return (await rowsOf(tx, { organizationId, number })).map(standardOf);
}

export async function findStandardVersion(tx: TenantTransaction, organizationId: string, id: string): Promise<Standard | null> {
  const [row] = await rowsOf(tx, { organizationId, id });
  return row === undefined ? null : standardOf(row);
}

/** Takes the lock under which versions are numbered and decided one after the other. */
export async function lockStandards(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`configuration_standard ${organizationId}`}, 0))`;
}

export async function insertStandard(tx: TenantTransaction, organizationId: string, { decision: _decision, ...row }: Standard, record: string): Promise<void> {
  await tx.configurationStandard.create({ data: { ...row, record, organizationId } });
}

export async function insertStandardDecision(tx: TenantTransaction, organizationId: string, standardId: string, decision: Decision): Promise<void> {
  await tx.configurationStandardDecision.create({ data: { ...decision, standardId, organizationId } });
}
