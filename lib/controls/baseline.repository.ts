import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { LibraryControl } from "./library-input.ts";

/** What a control's text can be compared with: the shipped library, or a folder of files. */
const BASELINE_SOURCES = ["library", "folder"] as const;
export type BaselineSource = (typeof BASELINE_SOURCES)[number];

/** Of what a source said: when it was last agreed on, and when it was last looked at; without the texts. */
export type BaselineMark = { controlId: string; source: BaselineSource; settledHash: string | null; saidHash: string | null; place: string; recordedAt: Date };
/** The same with the texts, which earlier editions of the product may have written. */
export type Baseline = BaselineMark & { settled: unknown; said: unknown };
/** What a control says, and where a file says that it is retired, that. */
export type KeptControl = LibraryControl & { retired?: { from: string; reason: string; successor: string | null } | null };
export type NewBaseline = { controlId: string; source: BaselineSource; settled: KeptControl | null; said: KeptControl | null; place: string };

/** The hash of what a source says, in whichever order its mappings stand and whatever systems could answer its requests. */
export function saidHash(control: KeptControl): string {
  const mappings = [...control.mappings].sort((a, b) => (`${a.framework} ${a.requirement}` < `${b.framework} ${b.requirement}` ? -1 : 1));
  return sha256Hex(canonicalJson({ ...control, mappings, evidenceRequests: control.evidenceRequests.map((one) => ({ ...one, answeredBy: [] })) }));
}

export async function baselineMarks(tx: TenantTransaction, organizationId: string, of: { controlId?: string; source?: BaselineSource } = {}): Promise<BaselineMark[]> {
  const rows = await tx.controlBaseline.findMany({ where: { organizationId, ...of }, select: { controlId: true, source: true, settledHash: true, saidHash: true, place: true, recordedAt: true } });
  return rows.map((row) => ({ ...row, source: storedWord(BASELINE_SOURCES, row.source) }));
}

/** What a control was settled on and what is said of it elsewhere now, by its code. */
export type SettledMark = { code: string; source: BaselineSource; settledHash: string | null; saidHash: string | null };

/** The marks of all controls, or of one, with their codes. */
export function settledMarks(tx: TenantTransaction, organizationId: string, controlId?: string): Promise<SettledMark[]> {
  const one = controlId === undefined ? Prisma.empty : Prisma.sql`AND b.control_id = ${controlId}`;
  return tx.$queryRaw<SettledMark[]>`
    SELECT c.code, b.source, b.settled_hash AS "settledHash", b.said_hash AS "saidHash"
    FROM control_baseline b JOIN control c ON c.organization_id = b.organization_id AND c.id = b.control_id
    WHERE b.organization_id = ${organizationId} ${one}`;
}

export async function baselinesOf(tx: TenantTransaction, organizationId: string, source: BaselineSource, controlIds: readonly string[]): Promise<Baseline[]> {
  if (controlIds.length === 0) return [];
  const rows = await tx.controlBaseline.findMany({ where: { organizationId, source, controlId: { in: [...controlIds] } } });
  return rows.map(({ organizationId: _, recordedBy: __, ...row }) => ({ ...row, source }));
}

/** Rows written at once: texts of so many controls fit into a statement. */
const TOGETHER = 200;

/** Writes what was agreed on and said, in the place of what was before. */
export async function putBaselines(tx: TenantTransaction, organizationId: string, baselines: readonly NewBaseline[], by: { recordedAt: Date; recordedBy: string }): Promise<void> {
  const hashOf = (control: KeptControl | null): string | null => (control === null ? null : saidHash(control));
  for (let at = 0; at < baselines.length; at += TOGETHER) {
    const rows = JSON.stringify(baselines.slice(at, at + TOGETHER).map(({ controlId, source, settled, said, place }) => ({ control_id: controlId, source, settled, settled_hash: hashOf(settled), said, said_hash: hashOf(said), place })));
    await tx.$executeRaw`
      INSERT INTO control_baseline (organization_id, control_id, source, settled, settled_hash, said, said_hash, place, recorded_at, recorded_by)
      SELECT ${organizationId}, r.control_id, r.source, nullif(r.settled, 'null'::jsonb), r.settled_hash, nullif(r.said, 'null'::jsonb), r.said_hash, r.place, ${by.recordedAt}::timestamptz, ${by.recordedBy}
      FROM jsonb_to_recordset(${rows}::jsonb) AS r(control_id text, source text, settled jsonb, settled_hash text, said jsonb, said_hash text, place text)
      ON CONFLICT (organization_id, control_id, source) DO UPDATE SET settled = excluded.settled, settled_hash = excluded.settled_hash,
        said = excluded.said, said_hash = excluded.said_hash, place = excluded.place, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`;
  }
}

/** Forgets what a source said of the controls given. */
export async function dropBaselines(tx: TenantTransaction, organizationId: string, source: BaselineSource, controlIds: readonly string[]): Promise<void> {
  if (controlIds.length > 0) await tx.controlBaseline.deleteMany({ where: { organizationId, source, controlId: { in: [...controlIds] } } });
}
