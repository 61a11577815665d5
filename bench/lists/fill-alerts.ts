import type pg from "pg";

/** A part of the invented year, by SQL: what the product's verbs would take hours for. `share` is 1 for the full size. */
export type Fill = { client: pg.Client; organizationId: string; memberId: string; share: number };

/** Ten rules, 5,000 entities of uneven size, severities 0.1 % critical, 2 % high, 30 % medium; half of a year's million alerts judged. */
export async function fillAlerts({ client, organizationId, share }: Fill): Promise<void> {
  const alerts = Math.round(1_000_000 * share);
  await client.query(`
    INSERT INTO rule_version (organization_id, id, rule_key, sha256, title, severity, text, control_codes, tags, recorded_at)
    SELECT '${organizationId}', 'rul_' || g, 'rule-' || g, repeat(to_hex(g % 16), 64), 'Rule number ' || g, 'medium', 'text', '{SYS.2.07}', '{}', now() FROM generate_series(1, 10) g`);
  await client.query(`
    CREATE TEMP TABLE made AS
    SELECT g AS number,
           'alr_' || lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(g::text), 1, 19) AS id,
           at, r.severity, (ARRAY[30, 60, 480, 2880])[array_position(ARRAY['critical','high','medium','low'], r.severity)] AS minutes,
           'rul_' || (CASE WHEN g % 100000 = 7 THEN 10 ELSE 1 + g % 9 END) AS rule,
           '203.0.' || (power(random(), 3) * 100)::int || '.' || (random() * 50)::int AS entity,
           random() < 0.5 AS judged,
           CASE WHEN random() < 0.0005 THEN 'incident' WHEN random() < 0.01 THEN 'security_event' WHEN random() < 0.5 THEN 'expected' ELSE 'false_positive' END AS verdict
    FROM generate_series(1, ${alerts}) g
    CROSS JOIN LATERAL (SELECT now() - interval '365 days' + (g::float8 / ${alerts}) * interval '365 days' AS at) t
    CROSS JOIN LATERAL (SELECT CASE WHEN md5(g::text) < '0042' THEN 'critical' WHEN md5(g::text) < '05' THEN 'high' WHEN md5(g::text) < '50' THEN 'medium' ELSE 'low' END AS severity) r`);
  await client.query(`
    INSERT INTO alert (organization_id, id, number, origin, rule_version_id, segment_id, dedupe_key, title, severity, group_key, entity, first_event_at, raised_at, acknowledge_by)
    SELECT '${organizationId}', id, number, 'rule', rule, 'seg_' || number % 20000, id, 'Rule number ' || substr(rule, 5), severity::"Severity", entity, entity, at, at, at + minutes * interval '1 minute' FROM made`);
  await client.query(`
    INSERT INTO alert_state (organization_id, alert_id, status, severity, acknowledge_by, judged_at, verdict, last_event_at, event_count, lines, explanation, updated_at)
    SELECT '${organizationId}', id, CASE WHEN judged THEN 'judged' WHEN number % 20 = 0 THEN 'acknowledged' ELSE 'open' END, severity,
           at + minutes * interval '1 minute', CASE WHEN judged THEN at END, CASE WHEN judged THEN verdict END, at, 20, '[]', '{}', at FROM made`);
  await client.query("DROP TABLE made");
}
