import type { Fill } from "./fill-alerts.ts";

/**
 * 400,000 pieces of evidence of a year: to each daily request one every quarter of an hour or so, with a day missing in
 * fifty; to the yearly ones a few hundred. One in a thousand is rejected, the last hundred wait for review.
 */
export async function fillEvidence({ client, organizationId, memberId, share }: Fill): Promise<void> {
  const rows = Math.round(400_000 * share);
  await client.query(`
    CREATE TEMP TABLE asked AS SELECT id, freshness_days, (row_number() OVER (PARTITION BY freshness_days < 30 ORDER BY id) - 1) AS place, count(*) OVER (PARTITION BY freshness_days < 30) AS places
    FROM evidence_request WHERE organization_id = '${organizationId}'`);
  await client.query(`
    CREATE TEMP TABLE made AS
    SELECT g, 'evi_' || lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(g::text), 1, 19) AS id, at,
           CASE WHEN g % 10 < 6 THEN 'alert' WHEN g % 10 < 8 THEN 'log_segment' ELSE 'note' END AS kind,
           at - (CASE WHEN g % 500 = 0 THEN interval '6 days' ELSE interval '20 minutes' END) AS starts, q.id AS request_id,
           CASE WHEN g > ${rows} - 100 THEN 'awaiting' WHEN g % 1000 = 0 THEN 'rejected' ELSE 'accepted' END AS state
    FROM generate_series(1, ${rows}) g
    CROSS JOIN LATERAL (SELECT now() - interval '365 days' + (g::float8 / ${rows}) * interval '365 days' AS at) t
    JOIN asked q ON q.place = (g / 3) % q.places AND (q.freshness_days < 30) = (g % 1500 > 0)
    WHERE extract(doy FROM at)::int % 50 > 0`);
  await client.query(`
    INSERT INTO evidence (organization_id, id, number, title, source_kind, source_id, source_hash, collected_at, effective_from, effective_until, submitted_by, recorded_at)
    SELECT '${organizationId}', id, g, 'Evidence number ' || g, kind::"SourceKind", 'src_' || g, repeat('0', 64), at, starts, at, '${memberId}', at FROM made`);
  await client.query(`
    INSERT INTO evidence_answer (organization_id, evidence_id, request_id, source_kind, collected_at, effective_from, effective_until, recorded_at)
    SELECT '${organizationId}', id, request_id, kind, at, starts, at, at FROM made`);
  await client.query(`
    INSERT INTO evidence_state (organization_id, evidence_id, review_state, source_kind, collected_at, reviewed_at)
    SELECT '${organizationId}', id, state, kind, at, CASE WHEN state <> 'awaiting' THEN at END FROM made`);
  await client.query(`
    INSERT INTO evidence_review (organization_id, id, evidence_id, decision, reviewed_by, recorded_at)
    SELECT '${organizationId}', 'rev' || substr(id, 4), id, state::"ReviewDecision", CASE WHEN kind = 'note' THEN '${memberId}' ELSE 'rule:finished-record' END, at FROM made WHERE state <> 'awaiting'`);
  await client.query(`
    UPDATE evidence_request q SET last_good_at = m.at, fresh_until = m.at + q.freshness_days * interval '24 hours', awaiting_review = m.awaiting
    FROM (SELECT request_id, max(at) FILTER (WHERE state = 'accepted') AS at, (count(*) FILTER (WHERE state = 'awaiting'))::int AS awaiting FROM made GROUP BY 1) m
    WHERE q.organization_id = '${organizationId}' AND q.id = m.request_id`);
  await client.query("DROP TABLE made, asked");
}
