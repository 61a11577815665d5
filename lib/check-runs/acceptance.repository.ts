import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { AcceptanceState } from "./client.ts";
import { CHECK_LIMITS } from "./limits.ts";

export type AcceptanceDecision = { decision: string; alone: boolean; reason: string; decidedBy: string; decidedAt: Date };
export type Acceptance = { id: string; checkId: string; connectionId: string | null; resource: string | null; reason: string; until: string; proposedBy: string; proposedAt: Date; decisions: AcceptanceDecision[] };

/** Where an acceptance stands on a day. */
export function acceptanceState({ decisions, until }: Pick<Acceptance, "decisions" | "until">, today: string): AcceptanceState {
  const made = (word: string): boolean => decisions.some(({ decision }) => decision === word);
  if (made("declined")) return "declined";
  if (made("withdrawn")) return "withdrawn";
  if (made("ended")) return "ended";
  if (!made("approved")) return "proposed";
  return until < today ? "over" : "approved";
}

const decisions = { select: { decision: true, alone: true, reason: true, decidedBy: true, decidedAt: true }, orderBy: { decidedAt: "asc" } } as const;

/** Acceptances of a check, the newest first. */
export async function findAcceptances(tx: TenantTransaction, organizationId: string, checkId: string): Promise<Acceptance[]> {
  return tx.checkAcceptance.findMany({ where: { organizationId, checkId }, include: { decisions }, orderBy: { id: "desc" }, take: CHECK_LIMITS.shown });
}

/** One of them, locked against a second decision until the transaction ends. */
export async function lockAcceptance(tx: TenantTransaction, organizationId: string, id: string): Promise<Acceptance | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`check_acceptance ${organizationId} ${id}`}, 0))`;
  return tx.checkAcceptance.findUnique({ where: { organizationId_id: { organizationId, id } }, include: { decisions } });
}

export async function insertAcceptance(tx: TenantTransaction, organizationId: string, { decisions: _decisions, ...row }: Acceptance): Promise<void> {
  await tx.checkAcceptance.create({ data: { ...row, organizationId } });
}

export async function insertAcceptanceDecision(tx: TenantTransaction, organizationId: string, acceptanceId: string, decision: AcceptanceDecision): Promise<void> {
  await tx.checkAcceptanceDecision.create({ data: { ...decision, acceptanceId, organizationId } });
}

/** Whether a check met such a thing and meets it still. */
export async function isStanding(tx: TenantTransaction, organizationId: string, checkId: string, connectionId: string, resource: string): Promise<boolean> {
  return (await tx.checkState.count({ where: { organizationId, checkId, connectionId, resource, goneAt: null } })) > 0;
}
