import type { Prisma } from "#prisma/generated/client.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { RecordedTextStep, RuleTextVersion } from "./rule-text.ts";
import { RULE_LIMITS } from "./limits.ts";
import { RULE_STANDINGS, TEXT_KINDS, TEXT_STEPS, type RuleStandingState, type TextKind } from "./words.ts";

const SEVERITIES = Object.values(Severity);

/** Two acts on the rules of an organization take turns, so that each sees what the other did. */
export async function lockRules(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`rules ${organizationId}`}, 0))`;
}

export async function insertTexts(tx: TenantTransaction, organizationId: string, texts: readonly Omit<RuleTextVersion, "steps">[]): Promise<void> {
  await tx.ruleText.createMany({ data: texts.map((text) => ({ organizationId, ...text, ruleKeys: [...text.ruleKeys], controlCodes: [...text.controlCodes] })) });
}

export async function insertTextSteps(tx: TenantTransaction, organizationId: string, textIds: readonly string[], step: RecordedTextStep): Promise<void> {
  await tx.ruleTextStep.createMany({ data: textIds.map((textId) => ({ organizationId, textId, ...step })) });
}

type Row = Prisma.RuleTextGetPayload<{ include: { steps: true } }>;

function versionOf({ organizationId: _, kind, severity, steps, ...row }: Row): RuleTextVersion {
  return {
    ...row,
    kind: storedWord(TEXT_KINDS, kind),
    severity: severity === null ? null : storedWord(SEVERITIES, severity),
    steps: steps.map(({ step, alone, reason, recordedBy, recordedAt }) => ({ step: storedWord(TEXT_STEPS, step), alone, reason, recordedBy, recordedAt })),
  };
}

/** Versions by id, in the order of ids. */
export async function findTexts(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<RuleTextVersion[]> {
  const rows = await tx.ruleText.findMany({ where: { organizationId, id: { in: [...ids] } }, include: { steps: true }, orderBy: { id: "asc" } });
  return rows.map(versionOf);
}

/** Every version of some subjects, the newest first. */
export async function findTextsOf(tx: TenantTransaction, organizationId: string, kind: TextKind, subjects: readonly string[]): Promise<RuleTextVersion[]> {
  const rows = await tx.ruleText.findMany({ where: { organizationId, kind, subject: { in: [...subjects] } }, include: { steps: true }, orderBy: [{ version: "desc" }], take: RULE_LIMITS.versionsShown * Math.max(1, subjects.length) });
  return rows.map(versionOf);
}

/** A version without its text, for lists and for telling what is in force. */
export type TextHead = Omit<RuleTextVersion, "text">;

/** The newest version of every subject and the newest approved one, without their texts. */
export async function findTextHeads(tx: TenantTransaction, organizationId: string): Promise<TextHead[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON (t.kind, t.subject) t.id FROM rule_text t WHERE t.organization_id = ${organizationId} ORDER BY t.kind, t.subject, t.version DESC`;
  const approved = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON (t.kind, t.subject) t.id FROM rule_text t
    JOIN rule_text_step s ON s.organization_id = t.organization_id AND s.text_id = t.id AND s.step = 'approved'
    WHERE t.organization_id = ${organizationId} ORDER BY t.kind, t.subject, t.version DESC`;
  const ids = [...new Set([...rows, ...approved].map(({ id }) => id))];
  return findHeads(tx, organizationId, ids);
}

/** Versions by id without their texts, the newest first. */
export async function findHeads(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<TextHead[]> {
  const heads = await tx.ruleText.findMany({ where: { organizationId, id: { in: [...ids] } }, omit: { text: true }, include: { steps: true }, orderBy: { id: "desc" } });
  return heads.map((row) => {
    const { text: _, ...head } = versionOf({ ...row, text: "" });
    return head;
  });
}

export type StandingRow = { id: string; ruleKey: string; state: RuleStandingState; title: string; controlCodes: string[]; reason: string; recordedBy: string; recordedAt: Date };

/** The standing of every rule that has one. */
export async function findStandings(tx: TenantTransaction, organizationId: string): Promise<StandingRow[]> {
  const rows = await tx.$queryRaw<(Omit<StandingRow, "state"> & { state: string })[]>`
    SELECT DISTINCT ON (rule_key) id, rule_key AS "ruleKey", state, title, control_codes AS "controlCodes", reason, recorded_by AS "recordedBy", recorded_at AS "recordedAt"
    FROM rule_standing WHERE organization_id = ${organizationId} ORDER BY rule_key, id DESC`;
  return rows.map((row) => ({ ...row, state: storedWord(RULE_STANDINGS, row.state) }));
}

/** What was done with one rule, the newest first. */
export async function findStandingsOf(tx: TenantTransaction, organizationId: string, ruleKey: string): Promise<StandingRow[]> {
  const rows = await tx.ruleStanding.findMany({ where: { organizationId, ruleKey }, orderBy: { id: "desc" }, omit: { organizationId: true }, take: RULE_LIMITS.versionsShown });
  return rows.map((row) => ({ ...row, state: storedWord(RULE_STANDINGS, row.state) }));
}

export async function insertStandings(tx: TenantTransaction, organizationId: string, rows: readonly StandingRow[]): Promise<void> {
  await tx.ruleStanding.createMany({ data: rows.map((row) => ({ organizationId, ...row })) });
}

/** An archive that was imported. */
type RulePack = { id: string; fileName: string; sha256: string; license: string; taken: number; refused: number; reason: string; importedBy: string; importedAt: Date };

export async function insertPack(tx: TenantTransaction, organizationId: string, pack: RulePack): Promise<void> {
  await tx.rulePack.create({ data: { organizationId, ...pack } });
}

/** Texts that an archive proposes still: neither decided on nor saved anew since. */
export async function proposedOfPack(tx: TenantTransaction, organizationId: string, packId: string): Promise<string[]> {
  const rows = await tx.ruleText.findMany({
    where: { organizationId, packId, steps: { some: { step: "proposed" }, none: { step: { not: "proposed" } } } },
    select: { id: true }, orderBy: { id: "asc" }, take: RULE_LIMITS.textsAtOnce,
  });
  return rows.map(({ id }) => id);
}

/** Every text that an archive brought, whatever became of it. */
export async function textIdsOfPack(tx: TenantTransaction, organizationId: string, packId: string): Promise<string[]> {
  const rows = await tx.ruleText.findMany({ where: { organizationId, packId }, select: { id: true }, orderBy: { id: "asc" }, take: RULE_LIMITS.textsAtOnce });
  return rows.map(({ id }) => id);
}

/** Archives that were imported, the newest first. */
export async function findPacks(tx: TenantTransaction, organizationId: string): Promise<{ id: string; fileName: string; taken: number; importedAt: Date }[]> {
  return tx.rulePack.findMany({ where: { organizationId }, select: { id: true, fileName: true, taken: true, importedAt: true }, orderBy: { id: "desc" }, take: RULE_LIMITS.versionsShown });
}

/** A proposal that somebody may decide on; the texts of one archive are one. */
export type RuleToApprove = { id: string; title: string; version: number; texts: number; savedAt: Date };

/** What others propose and this member neither wrote nor proposed, the earliest first. */
export async function rulesToApprove(tx: TenantTransaction, organizationId: string, memberId: string, take: number): Promise<{ total: number; items: RuleToApprove[] }> {
  const rows = await tx.$queryRaw<(Omit<RuleToApprove, "texts"> & { texts: bigint; total: bigint })[]>`
    SELECT min(t.id) AS id, (array_agg(t.title ORDER BY t.id))[1] AS title, (array_agg(t.version ORDER BY t.id))[1] AS version, count(*) AS texts, min(t.saved_at) AS "savedAt", count(*) OVER () AS total
    FROM rule_text t JOIN rule_text_step p ON p.organization_id = t.organization_id AND p.text_id = t.id AND p.step = 'proposed'
    WHERE t.organization_id = ${organizationId} AND t.saved_by <> ${memberId} AND p.recorded_by <> ${memberId}
      AND NOT EXISTS (SELECT 1 FROM rule_text_step o WHERE o.organization_id = t.organization_id AND o.text_id = t.id AND o.step <> 'proposed')
    GROUP BY coalesce(t.pack_id, t.id) ORDER BY min(t.id) LIMIT ${take}`;
  return { total: Number(rows[0]?.total ?? 0), items: rows.map(({ total: _, texts, ...row }) => ({ ...row, texts: Number(texts) })) };
}
