import { evidenceReference } from "#lib/evidence/client.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Damage } from "#lib/stored-files/client.ts";

/** Damaged files of one control; of none for those of records that answer for no control. */
export type DamagedFiles = { controlId: string | null; code: string | null; files: { name: string; sha256: string; found: Damage; since: Date }[] };

type Row = { controlId: string | null; code: string | null; number: number | null; fileName: string; sha256: string; found: string; since: Date };

/**
 * Every file that is not whole where it is stored, by the controls whose evidence it is, the newest found first. A file that is no
 * evidence, or of evidence that answers nothing, belongs to none; what was disposed of is no loss.
 */
export async function damagedFilesByControl(tx: TenantTransaction, organizationId: string): Promise<DamagedFiles[]> {
  const rows = await tx.$queryRaw<Row[]>`
    WITH damaged AS (
      SELECT s.sha256, s.found, s.since FROM blob_standing s JOIN blob b ON b.organization_id = s.organization_id AND b.sha256 = s.sha256
      WHERE s.organization_id = ${organizationId} AND s.found <> 'whole'
    ), used AS (
      SELECT d.sha256, e.id, e.number, e.file_name FROM damaged d JOIN evidence e ON e.organization_id = ${organizationId} AND e.blob_sha256 = d.sha256
      UNION
      SELECT d.sha256, e.id, e.number, r.file_name FROM damaged d JOIN evidence_redaction r ON r.organization_id = ${organizationId} AND r.blob_sha256 = d.sha256 JOIN evidence e ON e.organization_id = r.organization_id AND e.id = r.evidence_id
    ), of_controls AS (
      SELECT DISTINCT u.sha256, u.number, u.file_name, q.control_id FROM used u
      JOIN evidence_state s ON s.organization_id = ${organizationId} AND s.evidence_id = u.id AND s.disposed_at IS NULL
      JOIN evidence_answer a ON a.organization_id = ${organizationId} AND a.evidence_id = u.id
      JOIN evidence_request q ON q.organization_id = ${organizationId} AND q.id = a.request_id
    )
    SELECT o.control_id AS "controlId", c.code, o.number, coalesce(o.file_name, 'file') AS "fileName", d.sha256, d.found, d.since
    FROM damaged d JOIN of_controls o ON o.sha256 = d.sha256 JOIN control c ON c.organization_id = ${organizationId} AND c.id = o.control_id
    UNION ALL
    SELECT NULL, NULL, u.number, coalesce(u.file_name, (SELECT g.file_name FROM log_segment g WHERE g.organization_id = ${organizationId} AND g.sha256 = d.sha256 LIMIT 1), 'file'), d.sha256, d.found, d.since
    FROM damaged d LEFT JOIN LATERAL (SELECT number, file_name FROM used WHERE used.sha256 = d.sha256 ORDER BY number LIMIT 1) u ON true
    WHERE NOT EXISTS (SELECT 1 FROM of_controls o WHERE o.sha256 = d.sha256)
    ORDER BY 2, 7 DESC, 5, 3`;
  return [...Map.groupBy(rows, (row) => row.controlId)].map(([controlId, some]) => ({ controlId, code: some[0]?.code ?? null, files: some.map(fileOf) }));
}

function fileOf({ number, fileName, sha256, found, since }: Row): DamagedFiles["files"][number] {
  return { name: number === null ? fileName : `${evidenceReference(number)} ${fileName}`, sha256, found: storedWord(["missing", "altered", "unreadable"], found), since };
}

/** Findings about stored files that somebody has yet to settle: which, and about whose files. */
export async function unsettledAboutFiles(tx: TenantTransaction, organizationId: string, statuses: readonly string[]): Promise<{ id: string; subject: string }[]> {
  return tx.$queryRaw<{ id: string; subject: string }[]>`
    SELECT f.id, f.source_id AS subject FROM finding f JOIN finding_state s ON s.organization_id = f.organization_id AND s.finding_id = f.id
    WHERE f.organization_id = ${organizationId} AND f.source_kind = 'stored_files' AND s.status = ANY(${[...statuses]}::text[]) ORDER BY f.number`;
}
