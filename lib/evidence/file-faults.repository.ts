import { filesHeldAt } from "#lib/inspection/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import { damagedFiles, type Damage } from "#lib/stored-files/index.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { FileFault, FileFilter } from "./file-fault.ts";

/** The file of an evidence as people get it: the redacted version where there is one. */
const SHOWN_SHA256 = Prisma.sql`coalesce((SELECT r.blob_sha256 FROM evidence_redaction r WHERE r.organization_id = e.organization_id AND r.evidence_id = e.id ORDER BY r.id DESC LIMIT 1), e.blob_sha256)`;

/** Which of these evidence have a file that cannot be had at an instant, and why; what was disposed of on purpose is none. */
export async function fileFaults(tx: TenantTransaction, organizationId: string, evidenceIds: readonly string[], now: Date): Promise<Map<string, FileFault>> {
  if (evidenceIds.length === 0) return new Map();
  const files = await tx.$queryRaw<{ id: string; sha256: string }[]>`
    SELECT e.id, ${SHOWN_SHA256} AS sha256 FROM evidence e JOIN evidence_state s ON s.organization_id = e.organization_id AND s.evidence_id = e.id
    WHERE e.organization_id = ${organizationId} AND e.id = ANY(${[...evidenceIds]}::text[]) AND e.blob_sha256 IS NOT NULL AND s.disposed_at IS NULL`;
  const hashes = files.map(({ sha256 }) => sha256);
  const damaged = await damagedFiles(tx, organizationId, hashes);
  const held = await filesHeldAt(tx, organizationId, hashes, now);
  return new Map(files.flatMap(({ id, sha256 }): [string, FileFault][] => {
    const fault = damaged.get(sha256)?.found ?? (held.has(sha256) ? "held_back" : undefined);
    return fault === undefined ? [] : [[id, fault]];
  }));
}

/** Of `evidence_state s JOIN evidence e`: those alone whose file cannot be had. Few files are damaged or infected, so those are where it begins. */
export function withFault(organizationId: string, fault: FileFilter): Prisma.Sql {
  const files = fault === "damaged"
    ? Prisma.sql`SELECT d.sha256 FROM blob_standing d WHERE d.organization_id = ${organizationId} AND d.found <> 'whole'`
    : Prisma.sql`SELECT i.sha256 FROM file_inspection i WHERE i.organization_id = ${organizationId} AND i.scan_verdict = 'infected'
        AND NOT EXISTS (SELECT 1 FROM file_inspection n WHERE n.organization_id = i.organization_id AND n.sha256 = i.sha256 AND (n.inspected_at, n.id) > (i.inspected_at, i.id))
        AND NOT EXISTS (SELECT 1 FROM file_release f WHERE f.organization_id = i.organization_id AND f.sha256 = i.sha256)`;
  return Prisma.sql`AND s.disposed_at IS NULL AND s.evidence_id = ANY(ARRAY(
    SELECT x.id FROM (${files}) f JOIN evidence x ON x.organization_id = ${organizationId} AND x.blob_sha256 = f.sha256
    UNION SELECT r.evidence_id FROM (${files}) f JOIN evidence_redaction r ON r.organization_id = ${organizationId} AND r.blob_sha256 = f.sha256)) AND (${SHOWN_SHA256}) IN (${files})`;
}

/** Accepted evidence whose file is not whole where it is stored, by the requests that it answers, in the order of numbers. */
export async function damagedAnswers(tx: TenantTransaction, organizationId: string, requestIds: readonly string[]): Promise<Map<string, { number: number; found: Damage }[]>> {
  const rows = await tx.$queryRaw<{ requestId: string; number: number; found: string }[]>`
    SELECT a.request_id AS "requestId", e.number, d.found
    FROM blob_standing d
    JOIN evidence e ON e.organization_id = d.organization_id AND e.id IN (
      SELECT x.id FROM evidence x WHERE x.organization_id = d.organization_id AND x.blob_sha256 = d.sha256
      UNION SELECT r.evidence_id FROM evidence_redaction r WHERE r.organization_id = d.organization_id AND r.blob_sha256 = d.sha256)
    JOIN evidence_state s ON s.organization_id = e.organization_id AND s.evidence_id = e.id AND s.review_state = 'accepted' AND s.disposed_at IS NULL
    JOIN evidence_answer a ON a.organization_id = e.organization_id AND a.evidence_id = e.id AND a.request_id = ANY(${[...requestIds]}::text[])
    WHERE d.organization_id = ${organizationId} AND d.found <> 'whole' AND ${SHOWN_SHA256} = d.sha256
    ORDER BY e.number`;
  return new Map([...Map.groupBy(rows, (row) => row.requestId)].map(([id, some]) => [id, some.map(({ number, found }) => ({ number, found: storedWord(["missing", "altered", "unreadable"], found) }))]));
}
