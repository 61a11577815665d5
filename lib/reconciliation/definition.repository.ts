import { z } from "zod";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { scopeRulesSchema, type ScopeRule } from "./scope-rules.ts";

export type Decision = { decision: "approved" | "declined"; alone: boolean; reason: string; decidedBy: string; decidedAt: Date };
export type Definition = { id: string; version: number; types: string[]; rules: ScopeRule[]; reason: string; proposedBy: string; proposedAt: Date; decision: Decision | null };

const typesSchema = z.array(z.string());
const word = z.enum(["approved", "declined"]);

type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>;

const findRow = (tx: TenantTransaction, organizationId: string, id: string) =>
  tx.populationDefinition.findUnique({ where: { organizationId_id: { organizationId, id } }, include: { decision: true } });

function definitionOf({ id, version, types, rules, reason, proposedBy, proposedAt, decision }: Row): Definition {
  const made = decision === null ? null : { decision: word.parse(decision.decision), alone: decision.alone, reason: decision.reason, decidedBy: decision.decidedBy, decidedAt: decision.decidedAt };
  return { id, version, types: typesSchema.parse(types), rules: scopeRulesSchema.parse(rules), reason, proposedBy, proposedAt, decision: made };
}

/** Definitions, the newest first. */
export async function findDefinitions(tx: TenantTransaction, organizationId: string, limit: number): Promise<Definition[]> {
  const rows = await tx.populationDefinition.findMany({ where: { organizationId }, include: { decision: true }, orderBy: { version: "desc" }, take: limit });
  return rows.map(definitionOf);
}

export async function findDefinition(tx: TenantTransaction, organizationId: string, id: string): Promise<Definition | null> {
  const row = await findRow(tx, organizationId, id);
  return row === null ? null : definitionOf(row);
}

/** What was in force at an instant: of those approved by then, the newest. */
export async function definitionAt(tx: TenantTransaction, organizationId: string, at: Date): Promise<Definition | null> {
  const row = await tx.populationDefinition.findFirst({ where: { organizationId, decision: { decision: "approved", decidedAt: { lte: at } } }, include: { decision: true }, orderBy: { version: "desc" } });
  return row === null ? null : definitionOf(row);
}

/** Takes the lock under which versions are numbered and decided one after the other. */
export async function lockDefinitions(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`population_definition ${organizationId}`}, 0))`;
}

export async function insertDefinition(tx: TenantTransaction, organizationId: string, { decision: _decision, ...row }: Definition): Promise<void> {
  await tx.populationDefinition.create({ data: { ...row, organizationId } });
}

export async function insertDecision(tx: TenantTransaction, organizationId: string, definitionId: string, decision: Decision): Promise<void> {
  await tx.populationDefinitionDecision.create({ data: { ...decision, definitionId, organizationId } });
}
