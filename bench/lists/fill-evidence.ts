import type { Fill } from "./fill-alerts.ts";

/** What evidence is like that is filled in: expressions of SQL over its number `g` and the instant `at` of its collection. */
export type EvidenceShape = {
  rows: number;
  /** One in so many answers a request that is asked for monthly or less often. */
  periodicEvery: number;
  /** Spreads over the requests; any whole number. */
  spread: string;
  kind: string;
  title: string;
  note: string;
  /** Name, media type, length and hash of the file. */
  file: readonly [name: string, mediaType: string, byteLength: string, sha256: string];
  submitter: string;
  /** Leaves out what was never collected; knows also `place`, the request's place among those like it. */
  collected: string;
};

const NO_FILE = ["NULL", "NULL", "NULL::bigint", "NULL"] as const;

/** To each daily request one every quarter of an hour or so, with a day missing in fifty; to the yearly ones a few hundred. */
function aYear({ memberId, share }: Fill): EvidenceShape {
  return {
    rows: Math.round(400_000 * share), periodicEvery: 1500, spread: "g / 3", title: "concat_ws(' ', 'Evidence of host', g % 40, 'in week', g / 8000, CASE WHEN g % 997 = 0 THEN 'renewed' END)", note: "''", file: NO_FILE, submitter: `'${memberId}'`,
    kind: "CASE WHEN g % 10 < 6 THEN 'alert' WHEN g % 10 < 8 THEN 'log_segment' ELSE 'note' END", collected: "extract(doy FROM at)::int % 50 > 0",
  };
}

/** Evidence of a year. One in a thousand is rejected, the last hundred wait for review; requests keep the facts of it. */
export async function fillEvidence(fill: Fill, shape: EvidenceShape = aYear(fill)): Promise<void> {
  const { client, organizationId, memberId } = fill;
  const { rows, kind, title, note, file, submitter } = shape;
  await client.query(`
    CREATE TEMP TABLE asked AS SELECT id, freshness_days, freshness_days < 30 AS frequent, row_number() OVER (PARTITION BY freshness_days < 30 ORDER BY id) - 1 AS place
    FROM evidence_request WHERE organization_id = '${organizationId}'`);
  const counted = await client.query<{ frequent: string; periodic: string }>("SELECT count(*) FILTER (WHERE frequent) AS frequent, count(*) FILTER (WHERE NOT frequent) AS periodic FROM asked");
  const { frequent, periodic } = counted.rows[0]!;
  await client.query(`
    CREATE TEMP TABLE made AS
    SELECT g, 'evi_' || lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(g::text), 1, 19) AS id, at, ${kind} AS kind,
           at - (CASE WHEN g % 500 = 0 THEN interval '6 days' ELSE interval '20 minutes' END) AS starts, q.id AS request_id,
           CASE WHEN g > ${rows} - 100 THEN 'awaiting' WHEN g % 1000 = 0 THEN 'rejected' ELSE 'accepted' END AS state
    FROM generate_series(1, ${rows}) g
    CROSS JOIN LATERAL (SELECT now() - interval '365 days' + (g::float8 / ${rows}) * interval '365 days' AS at, g % ${shape.periodicEvery} > 0 AS often) t
    JOIN asked q ON q.frequent = t.often AND q.place = (${shape.spread}) % (CASE WHEN t.often THEN ${frequent} ELSE ${periodic} END)
    WHERE ${shape.collected}`);
  await client.query(`
    INSERT INTO evidence (organization_id, id, number, title, source_kind, source_id, source_hash, note, file_name, media_type, byte_length, blob_sha256, collected_at, effective_from, effective_until, submitted_by, recorded_at)
    SELECT '${organizationId}', id, g, ${title}, kind::"SourceKind", 'src_' || g, repeat('0', 64), ${note}, ${file.join(", ")}, at, starts, at, ${submitter}, at FROM made`);
  await client.query(`
    INSERT INTO evidence_answer (organization_id, evidence_id, request_id, source_kind, collected_at, effective_from, effective_until, recorded_at)
    SELECT '${organizationId}', id, request_id, kind, at, starts, at, at FROM made`);
  await client.query(`
    INSERT INTO evidence_state (organization_id, evidence_id, review_state, source_kind, collected_at, speaks_until, reviewed_at)
    SELECT '${organizationId}', id, state, kind, at, at, CASE WHEN state <> 'awaiting' THEN at END FROM made`);
  await client.query(`INSERT INTO unsettled_answer (organization_id, request_id, evidence_id) SELECT '${organizationId}', request_id, id FROM made WHERE state <> 'accepted'`);
  await client.query(`
    INSERT INTO evidence_review (organization_id, id, evidence_id, decision, reviewed_by, recorded_at)
    SELECT '${organizationId}', 'rev' || substr(id, 4), id, state::"ReviewDecision", CASE WHEN kind = 'note' THEN '${memberId}' ELSE 'rule:finished-record' END, at FROM made WHERE state <> 'awaiting'`);
  await client.query(`
    UPDATE evidence_request q SET last_good_at = m.at, fresh_until = m.at + q.freshness_days * interval '24 hours', awaiting_review = m.awaiting
    FROM (SELECT request_id, max(at) FILTER (WHERE state = 'accepted') AS at, (count(*) FILTER (WHERE state = 'awaiting'))::int AS awaiting FROM made GROUP BY 1) m
    WHERE q.organization_id = '${organizationId}' AND q.id = m.request_id`);
  await client.query(`
    INSERT INTO search_word (organization_id, kind, word, record_id)
    SELECT '${organizationId}', 'evidence', word, e.id FROM evidence e JOIN made m ON m.id = e.id
    CROSS JOIN LATERAL search_words(concat_ws(' ', 'EV-' || e.number, e.title, e.file_name, e.web_address, e.id)) word WHERE e.organization_id = '${organizationId}'`);
  await client.query("DROP TABLE made, asked");
}
