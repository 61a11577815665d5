import type { Fill } from "./fill-alerts.ts";

/**
 * 100,000 findings of a year against the controls, one in ten still standing: 5 % open, 3 in remediation, 1 remediated, 1
 * accepted. Twenty owners, one in a thousand findings nobody's; one in five is shared with auditors.
 */
export async function fillFindings({ client, organizationId: o, memberId, share }: Fill): Promise<void> {
  const rows = Math.round(100_000 * share);
  await client.query(`
    CREATE TEMP TABLE made AS
    SELECT g AS number, 'fnd_' || lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(g::text), 1, 19) AS id, at, to_char(at + interval '90 days', 'YYYY-MM-DD') AS due_on, k.id AS control_id,
           CASE WHEN g % 100 < 5 THEN 'open' WHEN g % 100 < 8 THEN 'in_remediation' WHEN g % 100 = 8 THEN 'remediated' WHEN g % 100 = 9 THEN 'risk_accepted' WHEN g % 100 < 12 THEN 'withdrawn' ELSE 'closed' END AS status,
           (ARRAY['critical', 'high', 'medium', 'low'])[1 + (power(random(), 0.4) * 3.99)::int % 4] AS severity,
           (ARRAY['missed_occurrence', 'evidence_request', 'log_source', 'log_reading', 'by_hand'])[1 + g % 5] AS source,
           CASE WHEN g % 5 = 0 THEN 'shared_with_auditor' ELSE 'internal' END AS visibility, CASE WHEN g % 1000 > 0 THEN 'mem_' || g % 20 END AS owner
    FROM generate_series(1, ${rows}) g CROSS JOIN LATERAL (SELECT now() - interval '365 days' + (g::float8 / ${rows}) * interval '365 days' AS at) t
    JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS many FROM control WHERE organization_id = '${o}') k ON k.place = g % k.many`);
  await client.query(`
    INSERT INTO finding (organization_id, id, number, title, description, source_kind, source_id, source_name, subject_key, raised_at, raised_by)
    SELECT '${o}', id, number, 'Host ' || number % 500 || ' sends no logs since batch w' || (power(random(), 3) * 2000)::int, 'Seen by the daily look.', source, NULL, '', NULL, at, '${memberId}' FROM made`);
  await client.query(`
    INSERT INTO finding_state (organization_id, finding_id, number, status, severity, source_kind, visibility, owner_member_id, due_on, due_days, due_from, accepted_until, settled_at, updated_at)
    SELECT '${o}', id, number, status, severity, source, visibility, owner, due_on, 90, to_char(at, 'YYYY-MM-DD'), CASE WHEN status = 'risk_accepted' THEN to_char(now() + interval '60 days', 'YYYY-MM-DD') END,
           CASE WHEN status IN ('closed', 'withdrawn', 'risk_accepted') THEN at + interval '20 days' END, at FROM made`);
  await client.query(`
    INSERT INTO finding_event (organization_id, id, finding_id, number, kind, at, member_id, text, status, severity, due_on, visibility, control_ids, requirement_refs)
    SELECT '${o}', 'fev_' || number || '_1', id, 1, 'raised', at, '${memberId}', 'Seen by the daily look.', 'open', severity, due_on, visibility, ARRAY[control_id], '{}'::text[] FROM made
    UNION ALL
    SELECT '${o}', 'fev_' || number || '_2', id, 2, CASE status WHEN 'in_remediation' THEN 'remediation_started' ELSE status END, at + interval '20 days', '${memberId}', 'Looked at it.', status, NULL, NULL, NULL, '{}'::text[], '{}'::text[] FROM made WHERE status <> 'open'`);
  await client.query(`INSERT INTO finding_control (organization_id, finding_id, control_id) SELECT '${o}', id, control_id FROM made`);
  await client.query(`
    INSERT INTO search_word (organization_id, kind, word, record_id)
    SELECT '${o}', 'finding', word, f.id FROM finding f CROSS JOIN LATERAL search_words(concat_ws(' ', 'FND-' || to_char(f.raised_at AT TIME ZONE 'UTC', 'YYYY') || '-' || f.number, 'FND-' || f.number, f.title, f.id)) word
    WHERE f.organization_id = '${o}' ON CONFLICT DO NOTHING`);
  await client.query(`SELECT search_text_fill_findings('${o}')`);
  await client.query("DROP TABLE made");
}
