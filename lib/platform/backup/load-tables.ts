import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { withConnection } from "../postgres/connection-problem.ts";
import { SetupProblem } from "../setup-problem.ts";
import type { BackupManifest } from "./backup-format.ts";
import { rowsIn } from "./copy-lines.ts";
import { beginCopying, copiedTables, readRows, writeRows, type TableColumns } from "./table-copy.ts";

export type TableLoader = {
  /** Writes a piece of a table's rows; the pieces of one table come one after the other. */
  write(table: string, piece: Buffer): Promise<void>;
};

/**
 * Fills the tables of a fresh database in one transaction, as their owner, and reads every one of them again before it
 * commits: the same rows, the same bytes. Foreign keys are taken off and put back, which checks them all; row-level security
 * and triggers stand aside meanwhile, for COPY goes through neither.
 * @throws SetupProblem when a table does not read as the manifest says
 */
export async function loadTables(ownerUrl: string, tables: readonly TableColumns[], manifest: BackupManifest, fill: (loader: TableLoader) => Promise<void>): Promise<void> {
  await withConnection(ownerUrl, "The owner role's connection", async (client) => {
    await beginCopying(client, "read and write");
    await expectSameTables(client, tables);
    const putBack = await openTables(client);
    await fillTables(client, tables, fill);
    for (const table of tables) await expectSameRows(client, table, manifest);
    for (const statement of putBack) await client.query(statement);
    await client.query("COMMIT");
    await client.query("ANALYZE");
  });
}

async function expectSameTables(client: pg.Client, tables: readonly TableColumns[]): Promise<void> {
  const found = await copiedTables(client);
  const shown = (list: readonly TableColumns[]): string[] => list.map(({ name, columns }) => `${name} (${columns.join(", ")})`);
  const differing = shown(tables).find((table) => !shown(found).includes(table));
  if (differing !== undefined || found.length !== tables.length) {
    throw new SetupProblem(`The backup's tables are not those of this Tickmark's migrations${differing === undefined ? "" : `: ${differing}`}.`);
  }
}

/** Makes the tables ready to be filled, and answers the statements that put everything back. */
async function openTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ open: string; close: string }>(
    `SELECT format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', c.oid::regclass) AS open,
            format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', c.oid::regclass) AS close
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relforcerowsecurity
     UNION ALL
     SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', t.tgrelid::regclass, t.tgname), format('ALTER TABLE %s ENABLE TRIGGER %I', t.tgrelid::regclass, t.tgname)
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgparentid = 0
     UNION ALL
     SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname), format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
       FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace AND k.contype = 'f' AND k.conparentid = 0`,
  );
  for (const { open } of rows) await client.query(open);
  // Foreign keys first: they are checked as the owner, who must see every row.
  return rows.map(({ close }) => close).reverse();
}

async function fillTables(client: pg.Client, tables: readonly TableColumns[], fill: (loader: TableLoader) => Promise<void>): Promise<void> {
  // Some tables are not empty in a fresh database: migrations may bring rows.
  await client.query(`TRUNCATE ${tables.map(({ name }) => client.escapeIdentifier(name)).join(", ")}`);
  let current: { table: string; rows: Writable; ended: Promise<void> } | undefined;
  const endTable = async (): Promise<void> => {
    current?.rows.end();
    await current?.ended;
    current = undefined;
  };
  await fill({
    async write(name, piece) {
      if (current?.table !== name) {
        await endTable();
        const table = tables.find((candidate) => candidate.name === name);
        if (table === undefined) throw new Error(`the backup has no table ${name}`);
        const rows = writeRows(client, table);
        const ended = finished(rows);
        // Whoever waits next is told of its failure; until then nobody waits.
        ended.catch(() => undefined);
        current = { table: name, rows, ended };
      }
      if (!current.rows.write(piece)) await Promise.race([once(current.rows, "drain"), current.ended]);
    },
  });
  await endTable();
}

async function expectSameRows(client: pg.Client, table: TableColumns, manifest: BackupManifest): Promise<void> {
  const hash = createHash("sha256");
  let rows = 0;
  for await (const piece of readRows(client, table) as AsyncIterable<Buffer>) {
    hash.update(piece);
    rows += rowsIn(piece);
  }
  const wanted = manifest.tables.find(({ name }) => name === table.name);
  if (wanted?.rows !== rows || wanted.sha256 !== hash.digest("hex")) {
    throw new SetupProblem(`The table ${table.name} does not read as it was written: nothing was restored.`);
  }
}
