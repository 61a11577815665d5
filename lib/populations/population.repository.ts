import { servesControl } from "#lib/alerts/index.ts";
import { SCAN_NOTES } from "#lib/logs/client.ts";
import { QUIET_DAYS_DUE } from "#lib/logs/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { HeardSource, SegmentExtent } from "./day-silence.ts";

export type PopulationSubject = "alerts" | "incidents";
type Stretch = { from: Date; until: Date };

/** Evidence requests that an empty population of one control answers. */
export type PopulationRequest = { controlId: string; controlCode: string; subject: PopulationSubject; requestIds: string[] };

/** Requests that take a population: of incidents when they take incidents, else of alerts. */
export async function requestsTakingPopulations(tx: TenantTransaction, organizationId: string): Promise<PopulationRequest[]> {
  const rows = await tx.evidenceRequest.findMany({
    where: { organizationId, retiredAt: null, sourceKinds: { has: "population" } },
    select: { id: true, controlId: true, sourceKinds: true, control: { select: { code: true } } },
    orderBy: { id: "asc" },
  });
  const found = new Map<string, PopulationRequest>();
  for (const { id, controlId, sourceKinds, control } of rows) {
    const subject = sourceKinds.includes("incident") ? "incidents" : "alerts";
    const key = `${controlId} ${subject}`;
    const one = found.get(key) ?? { controlId, controlCode: control.code, subject, requestIds: [] };
    found.set(key, { ...one, requestIds: [...one.requestIds, id] });
  }
  return [...found.values()];
}

export type ReadSegment = SegmentExtent & {
  id: string;
  sourceName: string;
  sha256: string;
  lines: bigint;
  parsedLines: bigint;
  /** Hash of the rules that read it, as the ledger has it; null while it is being read. */
  ruleSet: string | null;
};

const PARTIAL_NOTES = Object.entries(SCAN_NOTES).filter(([, note]) => note.partial).map(([name]) => name);
const MARGIN_MS = 86_400_000;

/** Every source ever heard of, and the segments that hold events around a stretch of time or may hold them. */
export async function logsAround(tx: TenantTransaction, organizationId: string, around: Stretch): Promise<{ sources: HeardSource[]; segments: ReadSegment[] }> {
  const sources = await tx.$queryRaw<HeardSource[]>`
    SELECT o.id, o.name, min(s.first_event_at) AS "firstEventAt"
    FROM log_source o
    JOIN log_segment g ON g.organization_id = o.organization_id AND g.source_id = o.id
    JOIN log_segment_scan s ON s.organization_id = g.organization_id AND s.segment_id = g.id
    WHERE o.organization_id = ${organizationId} GROUP BY o.id, o.name HAVING min(s.first_event_at) IS NOT NULL ORDER BY o.name`;
  const from = new Date(around.from.getTime() - MARGIN_MS);
  const until = new Date(around.until.getTime() + MARGIN_MS);
  const segments = await tx.$queryRaw<ReadSegment[]>`
    SELECT g.id, g.source_id AS "sourceId", o.name AS "sourceName", g.sha256, g.received_at AS "receivedAt",
           s.first_event_at AS "firstEventAt", s.last_event_at AS "lastEventAt", s.lines, s.parsed_lines AS "parsedLines",
           s.status = 'finished' AND s.first_event_at IS NOT NULL AND NOT s.notes && ${PARTIAL_NOTES}::text[] AS complete, l.record::jsonb->>'rule_set' AS "ruleSet"
    FROM log_segment_scan s
    JOIN log_segment g ON g.organization_id = s.organization_id AND g.id = s.segment_id
    JOIN log_source o ON o.organization_id = g.organization_id AND o.id = g.source_id
    LEFT JOIN LATERAL (
      SELECT p.record FROM ledger_pending_entry p
      WHERE p.organization_id = g.organization_id AND p.subject_id = g.id AND p.kind = 'log_segment.scanned' ORDER BY p.id DESC LIMIT 1
    ) l ON true
    WHERE s.organization_id = ${organizationId}
      AND ((s.last_event_at >= ${from} AND s.first_event_at < ${until}) OR (s.first_event_at IS NULL AND (s.lines > 0 OR s.status <> 'finished')))
    ORDER BY g.id`;
  return { sources, segments };
}

/** Alerts that serve a control, by their rule or as a vendor's, whose first event lies in a stretch of time. */
export async function countAlerts(tx: TenantTransaction, organizationId: string, controlCode: string, { from, until }: Stretch): Promise<number> {
  const [row] = await tx.$queryRaw<{ n: bigint }[]>`
    SELECT count(*) AS n FROM alert a LEFT JOIN rule_version v ON v.organization_id = a.organization_id AND v.id = a.rule_version_id
    WHERE a.organization_id = ${organizationId} AND a.first_event_at >= ${from} AND a.first_event_at < ${until} AND ${servesControl(controlCode)}`;
  return Number(row?.n ?? 0);
}

/** Incidents with events up to the end of a stretch of time that were not closed before it began; and alerts of it that nobody has judged, any of which may become one. */
export async function countIncidents(tx: TenantTransaction, organizationId: string, { from, until }: Stretch): Promise<{ open: number; unjudged: number }> {
  const [row] = await tx.$queryRaw<{ open: bigint; unjudged: bigint }[]>`
    SELECT
      (SELECT count(*) FROM incident i JOIN incident_state s ON s.organization_id = i.organization_id AND s.incident_id = i.id
        WHERE i.organization_id = ${organizationId} AND i.first_event_at < ${until} AND (s.closed_at IS NULL OR s.closed_at >= ${from})) AS open,
      (SELECT count(*) FROM alert a JOIN alert_state s ON s.organization_id = a.organization_id AND s.alert_id = a.id
        WHERE a.organization_id = ${organizationId} AND a.first_event_at >= ${from} AND a.first_event_at < ${until} AND s.status <> 'judged') AS unjudged`;
  return { open: Number(row?.open ?? 0), unjudged: Number(row?.unjudged ?? 0) };
}

export type NewPopulation = {
  id: string; controlId: string; subject: PopulationSubject; day: string; fromAt: Date; untilAt: Date; segments: number; record: string; sha256: string; countedAt: Date;
};

export async function insertPopulation(tx: TenantTransaction, organizationId: string, population: NewPopulation): Promise<void> {
  await tx.population.create({ data: { organizationId, ...population } });
}

export type KnownPopulation = { id: string; controlId: string; subject: string; day: string; evidenceId: string | null };

/** Populations that were recorded for days, and the accepted evidence that each became. */
export function knownPopulations(tx: TenantTransaction, organizationId: string, days: readonly string[]): Promise<KnownPopulation[]> {
  return tx.$queryRaw<KnownPopulation[]>`
    SELECT p.id, p.control_id AS "controlId", p.subject, p.day, (
      SELECT e.id FROM evidence e JOIN evidence_state s ON s.organization_id = e.organization_id AND s.evidence_id = e.id
      WHERE e.organization_id = p.organization_id AND e.source_kind = 'population' AND e.source_id = p.id AND s.review_state = 'accepted' LIMIT 1) AS "evidenceId"
    FROM population p WHERE p.organization_id = ${organizationId} AND p.day = ANY(${[...days]}::text[])`;
}

export async function timeZoneOf(tx: TenantTransaction, organizationId: string): Promise<string> {
  const row = await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { timeZone: true } });
  return row.timeZone;
}

/** Subject of the due work that comes back every day; every other is a segment that was read. */
export const DAILY = "daily";

export async function putDue(tx: TenantTransaction, subject: string, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${QUIET_DAYS_DUE}, ${subject}, ${at}::timestamptz)`;
}

export async function removeDue(tx: TenantTransaction, subject: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_due_work(${QUIET_DAYS_DUE}, ${subject})`;
}

/** First and last event of a segment; null when it has none, or is not there. */
export async function extentOf(tx: TenantTransaction, organizationId: string, segmentId: string): Promise<{ first: Date; last: Date } | null> {
  const row = await tx.logSegmentScan.findUnique({ where: { organizationId_segmentId: { organizationId, segmentId } }, select: { firstEventAt: true, lastEventAt: true } });
  return row?.firstEventAt == null || row.lastEventAt == null ? null : { first: row.firstEventAt, last: row.lastEventAt };
}
