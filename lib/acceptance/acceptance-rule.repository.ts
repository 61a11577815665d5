import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { SourceKind } from "#prisma/generated/enums.ts";
import { RULE_STEPS, ruleName, type AcceptanceRule, type RecordedStep } from "./acceptance-rule.ts";
import { MAX_RULES } from "./limits.ts";

const KINDS = Object.values(SourceKind);

/** Two acts on the rules of an organization take turns, so that each sees what the other did. */
export async function lockRules(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`acceptance-rules ${organizationId}`}, 0))`;
}

export async function insertRule(tx: TenantTransaction, organizationId: string, { steps: _, ...rule }: AcceptanceRule): Promise<void> {
  await tx.acceptanceRule.create({ data: { organizationId, ...rule } });
}

export async function insertStep(tx: TenantTransaction, organizationId: string, ruleId: string, step: RecordedStep): Promise<void> {
  await tx.acceptanceRuleStep.create({ data: { organizationId, ruleId, ...step } });
}

/** The rules of an organization, the newest first. */
export async function allRules(tx: TenantTransaction, organizationId: string): Promise<AcceptanceRule[]> {
  const rows = await tx.acceptanceRule.findMany({ where: { organizationId }, include: { steps: true }, omit: { organizationId: true }, orderBy: { number: "desc" }, take: MAX_RULES });
  return rows.map(ruleOf);
}

/** Rules that may accept at an instant: approved by then, neither ended nor expired. */
export async function rulesThatAccept(tx: TenantTransaction, organizationId: string, sourceKind: SourceKind, at: Date): Promise<AcceptanceRule[]> {
  const rows = await tx.acceptanceRule.findMany({
    where: { organizationId, sourceKind, expiresAt: { gt: at }, steps: { some: { step: "approved", recordedAt: { lte: at } }, none: { step: { in: ["ended", "declined"] } } } },
    include: { steps: true }, omit: { organizationId: true }, orderBy: { number: "asc" }, take: MAX_RULES,
  });
  return rows.map(ruleOf);
}

export async function findRule(tx: TenantTransaction, organizationId: string, id: string): Promise<AcceptanceRule | null> {
  const row = await tx.acceptanceRule.findUnique({ where: { organizationId_id: { organizationId, id } }, include: { steps: true }, omit: { organizationId: true } });
  return row === null ? null : ruleOf(row);
}

type Row = Omit<AcceptanceRule, "sourceKind" | "steps"> & { sourceKind: string; steps: (Omit<RecordedStep, "step"> & { step: string; organizationId: string; ruleId: string })[] };

function ruleOf({ steps, sourceKind, ...row }: Row): AcceptanceRule {
  return { ...row, sourceKind: storedWord(KINDS, sourceKind), steps: steps.map(({ organizationId: _, ruleId: __, step, ...rest }) => ({ ...rest, step: storedWord(RULE_STEPS, step) })) };
}

/** How rules are named among reviewers, by the id that reviews carry. */
export async function ruleNames(tx: TenantTransaction, organizationId: string, actorIds: readonly string[]): Promise<Map<string, string>> {
  const ids = actorIds.flatMap((id) => (id.startsWith("rule:arl_") ? [id.slice("rule:".length)] : []));
  if (ids.length === 0) return new Map();
  const rows = await tx.acceptanceRule.findMany({ where: { organizationId, id: { in: ids } }, select: { id: true, number: true } });
  return new Map(rows.map((row) => [`rule:${row.id}`, `Rule ${ruleName(row.number)}`]));
}

export type AskedRequest = { id: string; title: string; code: string; sourceKinds: SourceKind[] };

/** Requests that are asked, of all controls, in the order of codes. */
export async function askedRequests(tx: TenantTransaction, organizationId: string): Promise<AskedRequest[]> {
  const rows = await tx.evidenceRequest.findMany({ where: { organizationId, retiredAt: null }, select: { id: true, title: true, sourceKinds: true, control: { select: { code: true } } }, orderBy: [{ control: { code: "asc" } }, { position: "asc" }] });
  return rows.map(({ control, ...row }) => ({ ...row, code: control.code }));
}

/** Names of members and requests that rules speak of. */
export async function namesInRules(tx: TenantTransaction, organizationId: string, rules: readonly AcceptanceRule[]): Promise<{ members: Map<string, string>; requests: Map<string, { title: string; code: string }> }> {
  const people = [...new Set(rules.flatMap((rule) => [rule.proposedBy, ...rule.steps.map((step) => step.recordedBy)]))];
  const members = await tx.member.findMany({ where: { organizationId, id: { in: people } }, select: { id: true, name: true } });
  const requests = await tx.evidenceRequest.findMany({ where: { organizationId, id: { in: rules.flatMap((rule) => rule.requestId ?? []) } }, select: { id: true, title: true, control: { select: { code: true } } } });
  return { members: new Map(members.map((row) => [row.id, row.name])), requests: new Map(requests.map((row) => [row.id, { title: row.title, code: row.control.code }])) };
}
