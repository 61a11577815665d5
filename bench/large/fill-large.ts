import type pg from "pg";
import { adoptLibrary, libraryOf, loadControlContent } from "#lib/controls/index.ts";
import { adoptFramework, saveOwnFramework } from "#lib/frameworks/index.ts";
import { recordBlob } from "#lib/platform/blob-store/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { withTenant } from "#lib/platform/tenant.ts";
import type { Fill } from "../lists/fill-alerts.ts";
import { fillEvidence } from "../lists/fill-evidence.ts";
import { fillControls, fillMappings, fillPeople } from "./fill-controls.ts";
import { LARGE_FILE, largeEvidence } from "./large-evidence.ts";
import { ownFramework } from "./own-framework.ts";

/** What the product is to be fast with. */
export const LARGE = { controls: 400, requirements: 1_500, mappings: 6_000, evidence: 1_000_000 } as const;

const OWN_KEY = "own-group-controls";
const SHIPPED = ["soc2-tsc-2017", "iso27001-2013", "iso27001-2022", "pci-dss-3.2.1", "pci-dss-4.0.1"];

export type LargeWorld = {
  /** A superuser's connection: rows are put past triggers and checks of foreign keys. */
  client: pg.Client;
  organizationId: string;
  memberId: string;
  system: Context;
  person: Context;
  share: number;
  /** Told of each step before it begins. */
  tell(step: string): void;
};

/**
 * Fills an organization with {@link LARGE}: the library and the standards by the verbs that people use, everything that
 * would take hours so by SQL. What is filled by SQL stands in neither audit trail nor ledger.
 */
export async function fillLarge(world: LargeWorld): Promise<void> {
  const { client, organizationId, memberId, share, tell } = world;
  const evidence = Math.round(LARGE.evidence * share);
  tell("Library and standards");
  await adoptLibrary(world.system, { controls: libraryOf((await loadControlContent("controls")).controls), effectiveFrom: new Date(Date.now() - 366 * 86_400_000) });
  await adoptStandards(world);
  const sha256 = await keepFile(organizationId, LARGE_FILE.text);
  const fill: Fill = { client, organizationId, memberId, share };
  await client.query("SELECT setseed(0.5)");
  await client.query("SET session_replication_role = replica");
  // Adopted a year ago, as far as anyone asks.
  for (const [table, column] of [["control", "created_at"], ["control_version", "recorded_at"], ["mapping_version", "recorded_at"], ["evidence_request", "created_at"]]) {
    await client.query(`UPDATE ${table} SET ${column} = now() - interval '366 days' WHERE organization_id = '${organizationId}'`);
  }
  await client.query(`UPDATE mapping_version SET effective_from = recorded_at WHERE organization_id = '${organizationId}'`);
  tell(`${LARGE.controls} controls, ${LARGE.mappings} mappings`);
  await fillPeople(fill);
  await fillControls(fill, LARGE.controls);
  await fillMappings(fill, OWN_KEY, LARGE.mappings);
  tell(`${evidence} pieces of evidence`);
  await fillEvidence(fill, largeEvidence(evidence, sha256));
  await client.query(`INSERT INTO number_counter (organization_id, name, last_number) VALUES ('${organizationId}', 'evidence', ${evidence}) ON CONFLICT (organization_id, name) DO UPDATE SET last_number = excluded.last_number`);
  tell("Words to search by");
  await fillWords(fill);
  await client.query("SET session_replication_role = origin");
  tell("Statistics");
  await client.query("VACUUM ANALYZE");
}

async function adoptStandards({ organizationId, person, client }: LargeWorld): Promise<void> {
  const { rows } = await client.query<{ count: string }>("SELECT count(*) FROM requirement WHERE framework_key = ANY($1)", [SHIPPED]);
  for (const key of SHIPPED) await adoptFramework(person, { key });
  const framework = ownFramework(LARGE.requirements - Number(rows[0]?.count));
  const fileSha256 = await keepFile(organizationId, JSON.stringify(framework));
  await saveOwnFramework(person, { framework, fileName: "group-controls.json", fileSha256 });
}

async function keepFile(organizationId: string, text: string): Promise<string> {
  const { blobs, database } = runtime();
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  const stored = await blobs.write(organizationId, bytes(), { maxBytes: 10_000_000 });
  await withTenant(database, organizationId, (tx) => recordBlob(tx, organizationId, stored, systemClock.now()));
  return stored.sha256;
}

/** What the triggers would have kept of each row. */
async function fillWords({ client, organizationId: o }: Fill): Promise<void> {
  await client.query(`
    INSERT INTO search_word (organization_id, kind, word, record_id)
    SELECT '${o}', 'control', word, c.id FROM control c JOIN control_version v ON v.organization_id = c.organization_id AND v.control_id = c.id
    CROSS JOIN LATERAL search_words(concat_ws(' ', c.code, v.title, c.id)) word WHERE c.organization_id = '${o}' ON CONFLICT DO NOTHING`);
  await client.query(`
    INSERT INTO search_word (organization_id, kind, word, record_id)
    SELECT '${o}', 'person', word, m.id FROM member m CROSS JOIN LATERAL search_words(concat_ws(' ', m.name, m.email, m.id)) word WHERE m.organization_id = '${o}' ON CONFLICT DO NOTHING`);
  await client.query(`
    INSERT INTO search_word (organization_id, kind, word, record_id)
    SELECT '${o}', 'evidence', word, e.id FROM evidence e CROSS JOIN LATERAL search_words(concat_ws(' ', 'EV-' || e.number, e.title, e.file_name, e.id)) word WHERE e.organization_id = '${o}'`);
  await client.query("SELECT search_text_fill($1)", [o]);
}
