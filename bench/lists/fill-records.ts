import type { Fill } from "./fill-alerts.ts";

const AT = (rows: number): string => `now() - interval '365 days' + (g::float8 / ${rows}) * interval '365 days'`;
const id = (prefix: string): string => `'${prefix}_' || lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(g::text), 1, 19)`;

/** 20,000 incidents of a year, one in two hundred not closed. */
export async function fillIncidents({ client, organizationId, memberId, share }: Fill): Promise<void> {
  const rows = Math.round(20_000 * share);
  await client.query(`
    CREATE TEMP TABLE made AS SELECT g, ${id("inc")} AS id, at, CASE WHEN g % 200 > 0 THEN 'closed' ELSE (ARRAY['open','contained','resolved'])[1 + (g / 200) % 3] END AS status
    FROM generate_series(1, ${rows}) g CROSS JOIN LATERAL (SELECT ${AT(rows)} AS at) t`);
  await client.query(`
    INSERT INTO incident (organization_id, id, number, title, declared_at, declared_by, first_event_at, alerted_at)
    SELECT '${organizationId}', id, g, 'Incident at host ' || g % 500, at, '${memberId}', at - interval '1 hour', at - interval '50 minutes' FROM made`);
  await client.query(`
    INSERT INTO incident_state (organization_id, incident_id, status, severity, closed_at, updated_at)
    SELECT '${organizationId}', id, status, 'medium', CASE WHEN status = 'closed' THEN at + interval '2 days' END, at FROM made`);
  await client.query(`
    INSERT INTO incident_entry (organization_id, id, incident_id, kind, at, member_id, visibility)
    SELECT '${organizationId}', ${id("ien")}, id, 'declared', at, '${memberId}', 'shared_with_auditor' FROM made`);
  await client.query("DROP TABLE made");
}

/** 50 sources with 20,000 segments, 40 of them not read to their end. */
export async function fillSegments({ client, organizationId, memberId, share }: Fill): Promise<void> {
  const rows = Math.round(20_000 * share);
  await client.query(`
    INSERT INTO log_source (organization_id, id, name, created_at) SELECT '${organizationId}', 'src_' || g, 'host-' || lpad(g::text, 3, '0'), now() FROM generate_series(0, 49) g`);
  await client.query(`
    INSERT INTO log_segment (organization_id, id, source_id, file_name, sha256, byte_length, stored_encoding, reference_time, received_at, received_by)
    SELECT '${organizationId}', 'seg_' || g, 'src_' || g % 50, 'host.log', md5(g::text) || md5(g::text), 1000000, 'identity', at, at, '${memberId}'
    FROM generate_series(1, ${rows}) g CROSS JOIN LATERAL (SELECT ${AT(rows)} AS at) t`);
  await client.query(`
    INSERT INTO log_segment_scan (organization_id, segment_id, status, lines, parsed_lines, first_event_at, last_event_at, unparsed_sample, notes, updated_at)
    SELECT '${organizationId}', 'seg_' || g, CASE WHEN g % 500 > 0 THEN 'finished' ELSE (ARRAY['failed','queued'])[1 + (g / 500) % 2] END, 10000, 10000,
           at - interval '22 hours', at, '[]', '{}', at
    FROM generate_series(1, ${rows}) g CROSS JOIN LATERAL (SELECT ${AT(rows)} AS at) t`);
}

/** 5,000 packets, 25 of them not sealed; a million entries of the audit trail. */
export async function fillPacketsAndTrail({ client, organizationId, memberId, share }: Fill): Promise<void> {
  const packets = Math.round(5_000 * share);
  await client.query(`
    INSERT INTO packet (organization_id, id, number, control_id, first_day, last_day, time_zone, as_of, requested_by, requested_at)
    SELECT c.organization_id, ${id("pkt")}, g, c.id, '2026-01-01', '2026-03-31', 'UTC', at, '${memberId}', at
    FROM generate_series(1, ${packets}) g CROSS JOIN LATERAL (SELECT ${AT(packets)} AS at) t JOIN control c ON c.organization_id = '${organizationId}' AND c.code = (ARRAY['SYS.1.01','SYS.2.07'])[1 + g % 2]`);
  await client.query(`
    INSERT INTO packet_state (organization_id, packet_id, status, sealed_at, byte_length, manifest, omissions, updated_at)
    SELECT organization_id, id, CASE WHEN number % 200 > 0 THEN 'sealed' ELSE 'failed' END, as_of, 1000, '{"requests": []}', '[]', as_of FROM packet WHERE organization_id = '${organizationId}'`);
  const entries = Math.round(1_000_000 * share);
  await client.query(`
    INSERT INTO audit_trail_entry (organization_id, id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, changes, request_id)
    SELECT '${organizationId}', ${id("aud")}, at, 'member', CASE WHEN g % 5000 = 1 THEN 'mem_rare' ELSE 'mem_' || g % 40 END, 'Somebody',
           CASE WHEN g % 10000 = 3 THEN 'incident.closed' ELSE 'alert.acknowledged' END, 'alert', 'alr_' || g % 200000, '{}', 'bench'
    FROM generate_series(1, ${entries}) g CROSS JOIN LATERAL (SELECT ${AT(entries)} AS at) t`);
}
