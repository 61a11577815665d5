import type pg from "pg";

/** What stands in each table for each organization (or for nobody: ""), as count and hash: `table organization` -> value. */
export type Fingerprint = ReadonlyMap<string, string>;

type Table = { table: string; column: string | null; relation: string };

async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT c.relname AS table, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS relation,
            CASE WHEN c.relname = 'organization' THEN 'id'
                 ELSE (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id') END AS "column"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND (n.nspname = 'public' OR (n.nspname = 'pgboss' AND c.relname = 'job')) AND c.relname <> '_prisma_migrations'
      ORDER BY 1`,
  );
  return rows;
}

/** One statement over all tables, made once for a connection: it is prepared there, since planning two hundred tables takes longer than reading them. */
const statements = new WeakMap<pg.Client, Promise<string>>();

async function statementOf(client: pg.Client): Promise<string> {
  const selects = (await tablesOf(client)).map(
    ({ table, column, relation }) =>
      `SELECT '${table} ' || ${column === null ? "''" : `coalesce(t."${column}", '')`} AS place, count(*) || ':' || sum(hashtextextended(t::text, 0)::numeric) AS value FROM ${relation} t GROUP BY 1`,
  );
  return selects.join(" UNION ALL ");
}

/** Looks at everything that is stored, by a superuser's connection: what row-level security hides from the app is seen here. */
export async function fingerprint(client: pg.Client): Promise<Fingerprint> {
  const text = statements.get(client) ?? statementOf(client);
  statements.set(client, text);
  const { rows } = await client.query<{ place: string; value: string }>({ name: "fingerprint", text: await text });
  return new Map(rows.map(({ place, value }) => [place, value]));
}

/** The places that differ, as `table organization`. */
export function differences(before: Fingerprint, after: Fingerprint): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((place) => before.get(place) !== after.get(place)).sort();
}
