import { readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { EMBEDDED_DATABASE } from "#lib/platform/database-urls.ts";
import { placeSchema, PLACE_FILE } from "#lib/platform/postgres/place.ts";
import { superuserUrl } from "#lib/platform/postgres/server.ts";
import { parseSecrets } from "#lib/platform/secrets.ts";
import { readSchemaTables } from "#lib/testing/schema-tables.ts";
import { DATA_DIRECTORY } from "./installation.ts";

/** What leaves a text, an attribute and a script at once, if anything lets it; an element of this name is never ours. */
export const HOSTILE_ELEMENT = "tickmark-hostile";
const HOSTILE = `'"></script></title></textarea><${HOSTILE_ELEMENT} onclick=alert(1)>{{7*7}}`;
/** What a spreadsheet would run. */
const FORMULA = "=HYPERLINK(1)";

/** Text that people or machines write freely. What is left out is a word of Tickmark's own: a kind, a state, a key, an id, a hash. */
const FREE = /^(name|title|text|note|reason|statement|context|scope|guidance|how_tested|why_sufficient|rationale|entity|written|owner_team|process_owners|names|file_name|sheet_name|actor_name|audit_firm|cause|item_label|user_agent|last_used_agent|revoked_reason|error|send_error|notes|\w+_name)$/;
/** Free by its name alone: a rule's text is a document that was parsed, a line's cause is a word of ours, words are split when they are stored. */
const NOT_FREE = new Set(["rule_version.text", "rule_text.text", "notification.cause", "number_counter.name", "setting_version.name", "worker_presence.name", "maintenance.note"]);

type Column = { table_name: string; column_name: string; data_type: string; character_maximum_length: number | null };

async function connect(): Promise<pg.Client> {
  const secrets = parseSecrets(await readFile(path.join(DATA_DIRECTORY, "secrets.json"), "utf8"));
  if (secrets === undefined) throw new Error("the data folder has no secrets");
  const { port } = placeSchema.parse(JSON.parse(await readFile(path.join(DATA_DIRECTORY, "postgres", PLACE_FILE), "utf8")));
  const client = new pg.Client({ connectionString: superuserUrl(port, secrets.databasePasswords.superuser, EMBEDDED_DATABASE) });
  await client.connect();
  return client;
}

/**
 * Puts markup and a formula around every free text of every table, past every check of the application: as if each field
 * had let it in. What the database itself refuses (a check of its shape) is answered apart.
 * @returns the columns that hold hostile text now, and those whose shape forbids it
 */
export async function fillWithHostileText(): Promise<{ filled: string[]; refused: string[] }> {
  const client = await connect();
  const filled: string[] = [];
  const refused: string[] = [];
  try {
    // Append-only tables refuse changes by trigger, which a replica does not fire.
    await client.query("SET session_replication_role = replica");
    const tables = readSchemaTables().map(({ table }) => table);
    const { rows } = await client.query<Column>("SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ANY($1) AND (data_type IN ('text', 'character varying') OR udt_name IN ('_text', '_varchar')) ORDER BY 1, 2", [tables]);
    for (const { table_name: table, column_name: column, data_type: type } of rows) {
      const name = `${table}.${column}`;
      if (!FREE.test(column) || NOT_FREE.has(name)) continue;
      const [t, c] = [client.escapeIdentifier(table), client.escapeIdentifier(column)];
      const around = (value: string): string => `$1::text || ${value} || $2::text`;
      const value = type === "ARRAY" ? `ARRAY(SELECT ${around("one")} FROM unnest(${c}) one)` : around(c);
      try {
        const { rowCount } = await client.query(`UPDATE ${t} SET ${c} = ${value} WHERE ${c} IS NOT NULL`, [FORMULA, HOSTILE]);
        if ((rowCount ?? 0) > 0) filled.push(name);
      } catch (error) {
        if (!(error instanceof pg.DatabaseError) || error.code !== "23514") throw error;
        refused.push(name);
      }
    }
  } finally {
    await client.end();
  }
  return { filled, refused };
}
