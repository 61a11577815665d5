import { calledBy } from "#lib/access/index.ts";
import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { RULE_LIMITS } from "./limits.ts";
import { findHeads, type TextHead } from "./rule-text.repository.ts";
import { LISTED_STAGES, TEXT_ORIGINS, type ListedStage, type TextOrigin } from "./words.ts";

export type ListedText = TextHead & { stage: ListedStage; origin: TextOrigin };

export type ListedTextFilter = { stage?: ListedStage | undefined; origin?: TextOrigin | undefined; /** Only what is called by these words. */ text?: string | undefined };

/** Every id stands before it. */
const AFTER_EVERY_ID = "\u{10FFFF}";

/** Listed versions before an id, the newest first: of each subject the newest, and the newest approved one. */
export async function findListedTexts(tx: TenantTransaction, organizationId: string, { stage, origin, text }: ListedTextFilter, before: string | undefined, take: number): Promise<ListedText[]> {
  const called = text === undefined ? Prisma.empty : await calledBy(tx, organizationId, text, { kind: "rule_text", recordId: Prisma.sql`l.text_id` });
  // A few looks into one index, whatever is filtered by: each origin at each stage gives its newest.
  const rows = await tx.$queryRaw<{ id: string; stage: string; origin: string }[]>`
    SELECT n.text_id AS id, n.stage, n.origin
    FROM unnest(${origin === undefined ? [...TEXT_ORIGINS] : [origin]}::text[]) AS of_origin(word) CROSS JOIN unnest(${stage === undefined ? [...LISTED_STAGES] : [stage]}::text[]) AS at_stage(word)
    CROSS JOIN LATERAL (
      SELECT l.text_id, l.stage, l.origin FROM listed_rule_text l
      WHERE l.organization_id = ${organizationId} AND l.origin = of_origin.word AND l.stage = at_stage.word AND l.text_id < ${before ?? AFTER_EVERY_ID} ${called}
      ORDER BY l.text_id DESC LIMIT ${take}
    ) n ORDER BY n.text_id DESC LIMIT ${take}`;
  const heads = new Map((await findHeads(tx, organizationId, rows.map(({ id }) => id))).map((head) => [head.id, head]));
  return rows.flatMap((row) => {
    const head = heads.get(row.id);
    return head === undefined ? [] : [{ ...head, stage: storedWord(LISTED_STAGES, row.stage), origin: storedWord(TEXT_ORIGINS, row.origin) }];
  });
}

/** Texts of one archive that wait for review, as one: decided on together. */
export type WaitingPack = { packId: string; count: number; importedBy: string; licenses: string[]; /** Whether this member wrote or proposed one of them. */ own: boolean };

/** Archives whose texts wait, the newest first. Finds them one after the other in an index, not by reading what waits. */
export async function findWaitingPacks(tx: TenantTransaction, organizationId: string, self: string, take: number): Promise<WaitingPack[]> {
  const of = Prisma.sql`l.organization_id = ${organizationId} AND l.stage = 'proposed'`;
  const rows = await tx.$queryRaw<(Omit<WaitingPack, "licenses"> & { licenses: string[] | null })[]>`
    WITH RECURSIVE pack (id, place) AS (
      SELECT (SELECT max(l.pack_id) FROM listed_rule_text l WHERE ${of}), 1
      UNION ALL SELECT (SELECT max(l.pack_id) FROM listed_rule_text l WHERE ${of} AND l.pack_id < pack.id), pack.place + 1 FROM pack WHERE pack.id IS NOT NULL AND pack.place < ${take}
    )
    SELECT pack.id AS "packId", texts.count::int AS count, texts.by AS "importedBy", texts.licenses, texts.own
    FROM pack CROSS JOIN LATERAL (
      SELECT count(*) AS count, min(t.saved_by) AS by, array_agg(DISTINCT t.license) FILTER (WHERE t.license IS NOT NULL) AS licenses,
             bool_or(t.saved_by = ${self} OR EXISTS (SELECT FROM rule_text_step s WHERE s.organization_id = t.organization_id AND s.text_id = t.id AND s.step = 'proposed' AND s.recorded_by = ${self})) AS own
      FROM (SELECT l.text_id FROM listed_rule_text l WHERE ${of} AND l.pack_id = pack.id LIMIT ${RULE_LIMITS.textsAtOnce}) waiting
      JOIN rule_text t ON t.organization_id = ${organizationId} AND t.id = waiting.text_id
    ) texts WHERE pack.id IS NOT NULL ORDER BY pack.id DESC`;
  return rows.map((row) => ({ ...row, licenses: row.licenses ?? [] }));
}

/** Texts that wait for review, no further than a list tells; `others`: those that this member neither wrote nor proposed. */
export async function countWaiting(tx: TenantTransaction, organizationId: string, self: string): Promise<{ all: number; others: number }> {
  const [row] = await tx.$queryRaw<{ all: number; others: number }[]>`
    SELECT count(*)::int AS all, (count(*) FILTER (WHERE t.saved_by <> ${self} AND NOT EXISTS (
      SELECT FROM rule_text_step s WHERE s.organization_id = t.organization_id AND s.text_id = t.id AND s.step = 'proposed' AND s.recorded_by = ${self})))::int AS others
    FROM (SELECT l.text_id FROM listed_rule_text l WHERE l.organization_id = ${organizationId} AND l.stage = 'proposed' ORDER BY l.text_id DESC LIMIT ${COUNT_LOOKS}) waiting
    JOIN rule_text t ON t.organization_id = ${organizationId} AND t.id = waiting.text_id`;
  return row ?? { all: 0, others: 0 };
}

/** Ids of the versions in force, in order. What is in force is the same while these are. */
export async function idsInForce(tx: TenantTransaction, organizationId: string): Promise<string[]> {
  const rows = await tx.listedRuleText.findMany({ where: { organizationId, stage: "in_force" }, select: { textId: true }, orderBy: { textId: "asc" } });
  return rows.map(({ textId }) => textId);
}

/** The versions in force, without their texts, the newest first. */
export async function findInForce(tx: TenantTransaction, organizationId: string): Promise<TextHead[]> {
  return findHeads(tx, organizationId, await idsInForce(tx, organizationId));
}

/** How severe alerts of tuned rules are, by rule key: of the tunings in force that say so. */
export async function tunedSeverities(tx: TenantTransaction, organizationId: string): Promise<Map<string, Severity>> {
  const tunings = (await findInForce(tx, organizationId)).filter(({ kind }) => kind === "tuning");
  return new Map(tunings.flatMap(({ subject, severity }) => (severity === null ? [] : [[subject, severity] as const])));
}
