import type { Fill } from "./fill-alerts.ts";

/**
 * The largest population that is reconciled: 20,000 servers with a version each, what three tools say of them, and the company's
 * own list of as many. One in fifty is unknown to a tool, one in a hundred to the list.
 */
export async function fillAssets({ client, organizationId: o, memberId, share }: Fill): Promise<void> {
  const rows = Math.round(20_000 * share);
  await client.query(`INSERT INTO connection (organization_id, id, connector, name, strategy, settings, state, connected_at, connected_by) VALUES ('${o}', 'con_assets', 'aws', 'Servers', 'none', '{}', 'active', now() - interval '365 days', '${memberId}')`);
  const collectors = ["servers", "agents", "alarms", "scans"];
  await client.query(`
    INSERT INTO collection (organization_id, id, number, connection_id, connection_name, connector, connector_version, collector, title, settings, identity, fingerprint, reason, listing, until_at, requested_by, started_at, ended_at, completeness)
    SELECT '${o}', 'col_assets_' || c, 900000 + row_number() OVER (), 'con_assets', 'Servers', 'aws', '1', c, 'Run', '{}', '{"id": "a", "name": "A", "tenant": "acme"}', '', 'schedule', 'full', now(), 'system', now(), now(), 'complete' FROM unnest('{${collectors.join(",")}}'::text[]) c`);
  const name = "'server-' || lpad(g::text, 5, '0') || '.prod.example'";
  const server = `jsonb_build_object('kind', 'resource', 'externalId', 'arn:aws:x:eu-west-1:1:server/i-' || g, 'scope', '1/eu-west-1', 'url', NULL, 'type', 'bench.server', 'name', ${name}, 'account', '1', 'region', 'eu-west-1', 'tags', jsonb_build_object('Name', ${name}, 'stage', 'production', 'owner', 'team ' || g % 40), 'createdAt', to_char(now() - interval '100 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'attributes', jsonb_build_object('instance_id', 'i-' || g, 'state', 'running', 'private_address', '10.' || g / 65536 || '.' || (g / 256) % 256 || '.' || g % 256))`;
  await insertObjects({ client, o, rows, kind: "resource", collector: "servers", code: "'bench.server'", data: server, only: "true" });
  for (const [via, collector] of [["agent", "agents"], ["monitoring", "alarms"], ["scanner", "scans"]] as const) {
    const covers = `jsonb_build_object('kind', 'coverage', 'externalId', '${via}:' || g, 'scope', '1/eu-west-1', 'url', NULL, 'via', '${via}', 'by', 'tool', 'resource', 'i-' || g, 'state', 'covered', 'lastSeenAt', to_char(now() - interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'reason', NULL)`;
    await insertObjects({ client, o, rows, kind: "coverage", collector, code: `'${via}'`, data: covers, only: "g % 50 > 0" });
  }
  await client.query(`INSERT INTO population_definition (organization_id, id, version, types, rules, reason, proposed_by, proposed_at) VALUES ('${o}', 'pod_1', 1, '["bench.server"]', '[{"when": [{"field": "tag", "tag": "stage", "is": ["production"]}], "environment": "production", "because": "The tag says so."}]', 'The servers.', '${memberId}', now() - interval '300 days')`);
  await client.query(`INSERT INTO population_definition_decision (organization_id, definition_id, decision, alone, reason, decided_by, decided_at) VALUES ('${o}', 'pod_1', 'approved', true, 'Yes.', '${memberId}', now() - interval '300 days')`);
  await client.query(`INSERT INTO asset_list (organization_id, id, version, file_name, sha256, sheet_name, headers, rows, left_out, imported_by, imported_at) VALUES ('${o}', 'asl_1', 1, 'assets.csv', repeat('0', 64), '', '{}', ${rows}, '[]', '${memberId}', now() - interval '30 days')`);
  await client.query(`INSERT INTO asset_list_row (organization_id, asset_list_id, row, name, identifiers, owner, environment, criticality) SELECT '${o}', 'asl_1', g, ${name}, ARRAY['i-' || g], 'team ' || g % 40, 'production', 'high' FROM generate_series(1, ${rows}) g WHERE g % 100 > 0`);
}

type Objects = { client: Fill["client"]; o: string; rows: number; kind: string; collector: string; code: string; data: string; only: string };

async function insertObjects({ client, o, rows, kind, collector, code, data, only }: Objects): Promise<void> {
  const id = `'obj_${collector}_' || lpad(g::text, 6, '0')`;
  await client.query(`
    INSERT INTO collected_object (organization_id, id, connection_id, collector, kind, external_id, code, title, state, severity, scope, url, about, opened_at, closed_at, is_open, listed_at, content_sha256, version, first_seen_at, last_seen_at, seen_in)
    SELECT '${o}', ${id}, 'con_assets', '${collector}', '${kind}', '${collector}' || g, ${code}, 'server-' || lpad(g::text, 5, '0'), '', '', '', '', '', NULL, NULL, true, now() - interval '100 days', '', 1, now() - interval '100 days', now(), 'col_assets_${collector}' FROM generate_series(1, ${rows}) g WHERE ${only}`);
  await client.query(`
    INSERT INTO collected_object_version (organization_id, object_id, version, collection_id, page_sequence, content_sha256, data, removed, valid_from, recorded_at)
    SELECT '${o}', ${id}, 1, 'col_assets_${collector}', 1, '', ${data}, false, now() - interval '100 days', now() - interval '100 days' FROM generate_series(1, ${rows}) g WHERE ${only}`);
}
