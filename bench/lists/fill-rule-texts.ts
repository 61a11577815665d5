import type { Fill } from "./fill-alerts.ts";
import { withoutIndexes } from "./without-indexes.ts";

/**
 * A million texts of rules, each of a subject of its own: four fifths imported in two hundred archives, the others written here or
 * tunings; 3,000 in force, 20,000 proposed, the others drafts, returned, withdrawn or ended.
 */
export async function fillRuleTexts({ client, organizationId: o, memberId, share }: Fill): Promise<void> {
  const rows = Math.round(1_000_000 * share);
  await client.query(`
    CREATE TEMP TABLE made AS
    SELECT g, 'rtx_' || lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - ${rows} + g), 12, '0') || '7' || substr(md5(g::text), 1, 19) AS id,
           CASE WHEN g % 20 = 0 THEN 'tuning' WHEN g % 5 = 1 THEN 'own' ELSE 'imported' END AS origin,
           CASE WHEN g % 1000 < 3 THEN 'in_force' WHEN g % 50 = 7 THEN 'proposed' WHEN g % 10 < 3 THEN 'draft' WHEN g % 10 < 5 THEN 'returned' WHEN g % 10 = 5 THEN 'withdrawn' ELSE 'ended' END AS stage,
           'w' || (power(random(), 3) * 2000)::int AS host
    FROM generate_series(1, ${rows}) g`);
  await client.query(`
    INSERT INTO rule_pack (organization_id, id, file_name, sha256, license, taken, refused, reason, imported_by, imported_at)
    SELECT '${o}', 'rpk_' || g, 'rules-' || g || '.zip', md5(g::text) || md5(g::text), 'MIT', 4000, 0, 'Published.', '${memberId}', now() FROM generate_series(0, 199) g`);
  await withoutIndexes(client, ["rule_text", "rule_text_step", "listed_rule_text", "search_word"], async () => {
    await client.query(`
      INSERT INTO rule_text (organization_id, id, kind, subject, version, title, text, sha256, author, license, rule_keys, control_codes, pack_id, reason, saved_by, saved_at)
      SELECT '${o}', id, CASE WHEN origin = 'tuning' THEN 'tuning' ELSE 'rule' END, 'subject-' || g, 1, 'Rule ' || g || ' looks at host ' || host, 'title: Rule ' || g, md5(id) || md5(id), 'Author ' || g % 50, 'MIT', ARRAY['key-' || g], ARRAY['SYS.2.07'],
             CASE WHEN origin = 'imported' THEN 'rpk_' || g % 200 END, 'Published.', '${memberId}', now() FROM made`);
    await client.query(`
      INSERT INTO rule_text_step (organization_id, text_id, step, alone, recorded_by, recorded_at)
      SELECT '${o}', id, unnest(CASE stage WHEN 'draft' THEN '{}'::text[] WHEN 'proposed' THEN '{proposed}' WHEN 'in_force' THEN '{proposed,approved}' WHEN 'ended' THEN '{proposed,approved,ended}' ELSE ARRAY['proposed', stage] END), false, 'mem_other', now() FROM made`);
    await client.query(`
      INSERT INTO listed_rule_text (organization_id, text_id, kind, subject, origin, stage, pack_id)
      SELECT '${o}', id, CASE WHEN origin = 'tuning' THEN 'tuning' ELSE 'rule' END, 'subject-' || g, origin, stage, CASE WHEN origin = 'imported' THEN 'rpk_' || g % 200 END FROM made`);
    await client.query(`
      INSERT INTO search_word (organization_id, kind, word, record_id)
      SELECT '${o}', 'rule_text', word, id FROM made CROSS JOIN LATERAL (SELECT DISTINCT unnest(ARRAY['rule', 'looks', 'at', 'host', host, g::text, 'author', (g % 50)::text, 'mit', 'key' || g, 'sys207']) AS word) words`);
  });
  await client.query("DROP TABLE made");
}
