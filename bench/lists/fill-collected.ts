import type { Fill } from "./fill-alerts.ts";
import { withoutIndexes } from "./without-indexes.ts";

type Kind = { kind: string; share: number; code: string; title: string; about: string; open: string; severity: string; connection: string };

/** Of each kind as many as a large company has; their words are of uneven frequency. */
const KINDS: readonly Kind[] = [
  { kind: "ticket", share: 1, code: "'SEC-' || g", title: "'Unusual sign-in number ' || g || ' on host-' || g % 5000", about: "''", open: "g % 20 = 0", severity: "'medium'", connection: "con_1" },
  { kind: "vulnerability", share: 1, code: "'CVE-2026-' || 10000 + g % 9000", title: "'Library lib' || g % 700 || ' takes input at its word'", about: "'host-' || lpad((g % 40000)::text, 5, '0')", open: "g % 4 = 0", severity: "(ARRAY['critical','high','medium','low'])[1 + (g % 40) / 10]", connection: "con_2" },
  { kind: "resource", share: 0.3, code: "'aws.ec2.instance'", title: "'host-' || lpad(g::text, 7, '0') || '.prod.example'", about: "''", open: "true", severity: "''", connection: "con_2" },
  { kind: "vendor_alert", share: 0.3, code: "'HostDown'", title: "'HostDown on host-' || g % 50000", about: "'host-' || g % 50000", open: "g % 100 = 0", severity: "(ARRAY['critical','high','medium','low'])[1 + (g % 40) / 10]", connection: "con_3" },
  { kind: "message", share: 0.3, code: "'alerts' || g % 30 || '@example.com'", title: "'[FIRING:1] HostDown ' || g", about: "''", open: "false", severity: "''", connection: "con_4" },
];

/** A million tickets and vulnerabilities, 300,000 resources, vendors' alerts and messages, in four connections; a hundred thousand runs. */
export async function fillCollected({ client, organizationId: o, memberId, share }: Fill): Promise<void> {
  await client.query(`INSERT INTO connection (organization_id, id, connector, name, strategy, settings, state, connected_at, connected_by) SELECT '${o}', 'con_' || g, 'jira', 'Connection ' || g, 'none', '{}', 'active', now() - interval '365 days', '${memberId}' FROM generate_series(1, 4) g`);
  await withoutIndexes(client, ["collected_object", "collected_word_set"], async () => {
    for (const one of KINDS) await fillKind({ client, organizationId: o, memberId, share }, one);
  });
  await client.query(`
    INSERT INTO collection (organization_id, id, number, connection_id, connection_name, connector, connector_version, collector, title, settings, identity, fingerprint, reason, listing, until_at, requested_by, started_at, ended_at, completeness)
    SELECT '${o}', 'col_' || lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(g::text), 1, 19), g, 'con_' || 1 + g % 4, 'Connection', 'jira', '1', 'tickets', 'Run ' || g, '{}', '{"id": "a", "name": "A", "tenant": "acme"}', '', 'schedule', 'incremental', at, 'system', at, at,
           CASE WHEN g % 1000 = 0 THEN 'failed' WHEN g % 100 = 0 THEN 'partial' ELSE 'complete' END
      FROM generate_series(1, ${Math.round(100_000 * share)}) g CROSS JOIN LATERAL (SELECT now() - interval '365 days' + (g::float8 / 100000) * interval '365 days' AS at) t`);
}

async function fillKind({ client, organizationId: o, share }: Fill, { kind, share: part, code, title, about, open, severity, connection }: Kind): Promise<void> {
  const rows = Math.round(1_000_000 * share * part);
  await client.query(`
    INSERT INTO collected_object (organization_id, id, connection_id, collector, kind, external_id, code, title, state, severity, scope, url, about, opened_at, closed_at, is_open, listed_at, content_sha256, version, first_seen_at, last_seen_at, seen_in)
    SELECT '${o}', 'obj_${kind}_' || lpad(g::text, 7, '0'), '${connection}', 'all', '${kind}', g::text, ${code}, ${title}, 'as it is', ${severity}, '', '', ${about}, at, NULL, ${open}, at, '', 1, at, at, 'col_1'
      FROM generate_series(1, ${rows}) g CROSS JOIN LATERAL (SELECT now() - interval '365 days' + (g::float8 / ${rows}) * interval '365 days' AS at) t`);
  await client.query(`
    INSERT INTO collected_word_set (organization_id, object_id, kind, listed_at, words)
    SELECT o.organization_id, o.id, o.kind, o.listed_at, collected_words(o.organization_id, o.kind, o.connection_id, o.severity, o.is_open AND o.removed_at IS NULL, concat_ws(' ', o.code, o.title, o.about, o.scope, left(o.external_id, 200)))
      FROM collected_object o WHERE o.organization_id = '${o}' AND o.kind = '${kind}'`);
}
