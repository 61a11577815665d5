import { z } from "zod";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { STANDARD_LIMITS } from "./limits.ts";
import type { Decision, Standard } from "./standard.ts";

const word = z.enum(["approved", "declined"]);

const rowsOf = (tx: TenantTransaction, where: { organizationId: string; number?: number; id?: string }) =>
  tx.configurationStandard.findMany({ where, include: { decision: true }, omit: { record: true }, orderBy: [{ number: "asc" }, { version: "desc" }], take: STANDARD_LIMITS.versions });

type Made = { decision: { decision: string; alone: boolean; reason: string; decidedBy: string; decidedAt: Date } | null };

function standardOf<Row extends Made & { organizationId: string }>({ organizationId: _organizationId, decision, ...row }: Row): Omit<Row, "organizationId" | "decision"> & { decision: Decision | null } {
  const made = decision === null ? null : { decision: word.parse(decision.decision), alone: decision.alone, reason: decision.reason, decidedBy: decision.decidedBy, decidedAt: decision.decidedAt };
  return { ...row, decision: made };
}

/** A version without what it demands at length. */
export type StandardHead = Omit<Standard, "statement" | "logging">;

/** Every version of every standard, by number, the newest version of each first: no more can be proposed than are read here. */
export async function allStandards(tx: TenantTransaction, organizationId: string): Promise<StandardHead[]> {
  const rows = await tx.configurationStandard.findMany({ where: { organizationId }, include: { decision: true }, omit: { record: true, statement: true, logging: true }, orderBy: [{ number: "asc" }, { version: "desc" }], take: STANDARD_LIMITS.versions });
  return rows.map(standardOf);
}

/** How many versions of standards there are. */
export function countStandards(tx: TenantTransaction, organizationId: string): Promise<number> {
  return tx.configurationStandard.count({ where: { organizationId }, take: STANDARD_LIMITS.versions });
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
