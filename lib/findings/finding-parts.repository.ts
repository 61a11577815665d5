import type { Scope } from "#lib/access/index.ts";
import { REVIEW_STATES, type ReviewState } from "#lib/evidence/client.ts";
import { newId } from "#lib/platform/ids.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { RequirementRef } from "./finding.repository.ts";

/** The controls of findings, by finding; for an auditor those of the engagement. */
export async function controlIdsOf(tx: TenantTransaction, { organizationId, engagement }: Scope, findingIds: readonly string[]): Promise<Map<string, string[]>> {
  if (findingIds.length === 0) return new Map();
  const rows = await tx.findingControl.findMany({
    where: { organizationId, findingId: { in: [...findingIds] }, ...(engagement === null ? {} : { controlId: { in: [...engagement.controlIds] } }) },
    orderBy: [{ findingId: "asc" }, { controlId: "asc" }],
  });
  return new Map([...Map.groupBy(rows, (row) => row.findingId)].map(([id, some]) => [id, some.map((row) => row.controlId)]));
}

/** The requirements that a person named, in the order of codes. */
export function requirementsNamed(tx: TenantTransaction, organizationId: string, findingId: string): Promise<RequirementRef[]> {
  return tx.findingRequirement.findMany({
    where: { organizationId, findingId }, select: { frameworkKey: true, requirementCode: true }, orderBy: [{ frameworkKey: "asc" }, { requirementCode: "asc" }],
  });
}

/** The facts by which Tickmark raised it or saw it again, oldest first. */
export function causesOf(tx: TenantTransaction, organizationId: string, findingId: string): Promise<{ text: string; at: Date }[]> {
  return tx.findingCause.findMany({ where: { organizationId, findingId }, select: { text: true, at: true }, orderBy: [{ at: "asc" }, { cause: "asc" }] });
}

/** Which of these causes have been counted already. */
export async function causesCounted(tx: TenantTransaction, organizationId: string, causes: readonly string[]): Promise<Set<string>> {
  const rows = await tx.findingCause.findMany({ where: { organizationId, cause: { in: [...causes] } }, select: { cause: true } });
  return new Set(rows.map((row) => row.cause));
}

export async function insertCause(tx: TenantTransaction, organizationId: string, findingId: string, cause: string, text: string, at: Date): Promise<void> {
  await tx.findingCause.create({ data: { organizationId, findingId, cause, text, at } });
}

/** Makes whoever raises findings of an organization wait for each other: what one counts the other must see. */
export async function lockCauses(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`findings:${organizationId}`}, 0))`;
}

export function stepsOf(tx: TenantTransaction, organizationId: string, findingId: string): Promise<{ id: string; text: string; doneAt: Date | null; doneBy: string | null }[]> {
  return tx.findingStep.findMany({ where: { organizationId, findingId }, select: { id: true, text: true, doneAt: true, doneBy: true }, orderBy: { position: "asc" } });
}

export function findStep(tx: TenantTransaction, organizationId: string, id: string): Promise<{ id: string; findingId: string; text: string; doneAt: Date | null } | null> {
  return tx.findingStep.findUnique({ where: { organizationId_id: { organizationId, id } }, select: { id: true, findingId: true, text: true, doneAt: true } });
}

export async function insertStep(tx: TenantTransaction, organizationId: string, step: { findingId: string; position: number; text: string; addedBy: string; addedAt: Date }): Promise<string> {
  const id = newId("fst", step.addedAt.getTime());
  await tx.findingStep.create({ data: { organizationId, id, ...step } });
  return id;
}

/** Marks a step as done, or as not done after all. @returns whether it was the other way before */
export async function settleStep(tx: TenantTransaction, organizationId: string, id: string, done: { at: Date; by: string } | null): Promise<boolean> {
  const { count } = await tx.findingStep.updateMany({
    where: { organizationId, id, doneAt: done === null ? { not: null } : null },
    data: { doneAt: done?.at ?? null, doneBy: done?.by ?? null },
  });
  return count === 1;
}

export type FindingProof = { evidenceId: string; number: number; title: string; reviewState: ReviewState; addedAt: Date };

/** The evidence of a remediation. An auditor gets what is accepted and speaks for the engagement's period. */
export async function proofsOf(tx: TenantTransaction, { organizationId, engagement }: Scope, findingId: string): Promise<FindingProof[]> {
  const told = engagement === null ? {} : {
    evidence: {
      effectiveFrom: { lt: engagement.until }, effectiveUntil: { gt: engagement.from }, state: { reviewState: "accepted" },
      answers: { some: { request: { controlId: { in: [...engagement.controlIds] } } } },
    },
  };
  const rows = await tx.findingEvidence.findMany({
    where: { organizationId, findingId, ...told }, include: { evidence: { select: { number: true, title: true, state: { select: { reviewState: true } } } } }, orderBy: [{ addedAt: "asc" }, { evidenceId: "asc" }],
  });
  return rows.map(({ evidenceId, addedAt, evidence }) => ({ evidenceId, addedAt, number: evidence.number, title: evidence.title, reviewState: storedWord(REVIEW_STATES, evidence.state?.reviewState ?? "awaiting") }));
}

/** @returns false when the finding has it already */
export async function insertProof(tx: TenantTransaction, organizationId: string, proof: { findingId: string; evidenceId: string; addedAt: Date; addedBy: string }): Promise<boolean> {
  const { count } = await tx.findingEvidence.createMany({ data: [{ organizationId, ...proof }], skipDuplicates: true });
  return count === 1;
}

export type FindingTicket = { id: string; title: string; url: string };

export function ticketsOf(tx: TenantTransaction, organizationId: string, findingId: string): Promise<FindingTicket[]> {
  return tx.findingTicket.findMany({ where: { organizationId, findingId }, select: { id: true, title: true, url: true }, orderBy: [{ addedAt: "asc" }, { id: "asc" }] });
}

/** @returns false when the finding has this address already */
export async function insertTicket(tx: TenantTransaction, organizationId: string, ticket: { findingId: string; title: string; url: string; addedAt: Date; addedBy: string }): Promise<boolean> {
  const { count } = await tx.findingTicket.createMany({ data: [{ organizationId, id: newId("ftk", ticket.addedAt.getTime()), ...ticket }], skipDuplicates: true });
  return count === 1;
}

export function findTicket(tx: TenantTransaction, organizationId: string, id: string): Promise<(FindingTicket & { findingId: string }) | null> {
  return tx.findingTicket.findUnique({ where: { organizationId_id: { organizationId, id } }, select: { id: true, findingId: true, title: true, url: true } });
}

/** @returns whether it was there */
export async function deleteTicket(tx: TenantTransaction, organizationId: string, id: string): Promise<boolean> {
  return (await tx.findingTicket.deleteMany({ where: { organizationId, id } })).count === 1;
}
