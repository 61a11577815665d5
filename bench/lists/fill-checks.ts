import type { Fill } from "./fill-alerts.ts";

/** Shipped checks whose results are filled in: one that judges half a million things, and one that judges few. */
export const FILLED_CHECKS = { large: "vulnerability-fixed-in-time", small: "aws-instance-scanned" } as const;

/** A million results of two checks, one in ten failing, as many changes of how things stand, and a year of daily runs. */
export async function fillChecks({ client, organizationId: o, share }: Fill): Promise<void> {
  const rows = Math.round(1_000_000 * share);
  const runs = Object.values(FILLED_CHECKS).map((check) => `SELECT '${check}' AS check_id, d FROM generate_series(1, 365) d`).join(" UNION ALL ");
  await client.query(`
    INSERT INTO check_run (organization_id, id, number, check_id, title, version, asked_by, started_at, ended_at, passed, failed, errors, not_applicable, excepted, fresh_until, sha256, record)
    SELECT '${o}', 'chr_' || lpad(n::text, 6, '0'), n, check_id, check_id, 1, 'system', at, at, 900, 100, 0, 0, 0, at + interval '1 day', repeat('0', 64), '{}'
      FROM (SELECT check_id, row_number() OVER (ORDER BY d, check_id) AS n, now() - (365 - d) * interval '1 day' AS at FROM (${runs}) r) made`);
  const result = `CASE WHEN g % 100 = 0 THEN '${FILLED_CHECKS.small}' ELSE '${FILLED_CHECKS.large}' END AS check_id, 'con_2' AS connection_id, 'res-' || g AS resource, 'host-' || lpad((g::bigint * 7919 % ${rows})::text, 7, '0') AS name, (ARRAY['fail','pass','pass','pass','pass','error','pass','pass','not_applicable','pass'])[1 + (g / 100) % 10] AS state`;
  await client.query(`
    INSERT INTO check_state (organization_id, check_id, connection_id, resource, name, scope, state, reason, version, since, run_id)
    SELECT '${o}', check_id, connection_id, resource, name, '', state, 'It is as it is.', 1, now(), 'chr_000730' FROM (SELECT ${result} FROM generate_series(1, ${rows}) g) made`);
  await client.query(`
    INSERT INTO check_state_change (organization_id, id, check_id, connection_id, resource, name, state, before, reason, version, run_id, at)
    SELECT '${o}', 'chc_' || lpad(g::text, 9, '0'), check_id, connection_id, resource, name, state, NULL, 'It is as it is.', 1, 'chr_000001', now() - interval '365 days' + (g::float8 / ${rows}) * interval '365 days' FROM (SELECT g, ${result} FROM generate_series(1, ${rows}) g) made`);
}
