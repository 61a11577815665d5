import type pg from "pg";

/** Rows that go in while an index waits for each take several times as long: the indexes of tables are taken away, and made again of all rows at once. */
export async function withoutIndexes(client: pg.Client, tables: readonly string[], fill: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    "SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = ANY($1::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)", [tables]);
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
  await fill();
  await client.query("SET maintenance_work_mem = '1GB'");
  for (const { definition } of rows) await client.query(definition);
  await client.query("RESET maintenance_work_mem");
}
