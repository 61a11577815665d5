import type { Readable, Writable } from "node:stream";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { BACKUP_FLAG } from "../postgres/backup-policy.ts";
import { SetupProblem } from "../setup-problem.ts";
import type { BackupHead } from "./backup-format.ts";

export type TableColumns = BackupHead["tables"][number];

// The same rows give the same bytes on every server and at every time.
const SAME_TEXT = `SET LOCAL client_encoding = 'UTF8'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
  SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex';
  SET LOCAL synchronize_seqscans = off; SET LOCAL max_parallel_workers_per_gather = 0;
  SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`;

/** Begins the owner's transaction in which tables are copied, with every tenant's rows in sight. */
export async function beginCopying(client: pg.Client, mode: "one snapshot, read only" | "read and write"): Promise<void> {
  await client.query(mode === "read and write" ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await client.query(SAME_TEXT);
  await client.query(`SET LOCAL ${BACKUP_FLAG} = 'on'`);
}

/**
 * Every table of Tickmark with the columns that can be written.
 * @throws SetupProblem when a tenant table would hide rows from a backup
 */
export async function copiedTables(client: pg.Client): Promise<TableColumns[]> {
  const sequences = await client.query("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'");
  if (sequences.rowCount !== 0) throw new Error("a table draws numbers from a sequence, which backups do not know");
  const { rows } = await client.query<TableColumns & { hidden: boolean }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
            c.relrowsecurity AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'backup') AS hidden
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> '_prisma_migrations'
      GROUP BY c.oid ORDER BY c.relname`,
  );
  const hidden = rows.filter((table) => table.hidden).map((table) => table.name);
  if (hidden.length > 0) throw new SetupProblem(`The database was not brought to this version (${hidden.join(", ")}): run "tickmark migrate" first.`);
  return rows.map(({ name, columns }) => ({ name, columns }));
}

const quoted = (client: pg.Client, names: readonly string[]): string => names.map((name) => client.escapeIdentifier(name)).join(", ");

/** The rows of a table in the order in which they lie. */
export function readRows(client: pg.Client, { name, columns }: TableColumns): Readable {
  return client.query(copyTo(`COPY (SELECT ${quoted(client, columns)} FROM ${client.escapeIdentifier(name)}) TO STDOUT`));
}

/** Takes rows as {@link readRows} gave them. Ends when they are in the table; refused rows break it. */
export function writeRows(client: pg.Client, { name, columns }: TableColumns): Writable {
  return client.query(copyFrom(`COPY ${client.escapeIdentifier(name)} (${quoted(client, columns)}) FROM STDIN`));
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** One line of COPY's text as values by column; null is SQL's null. */
export function parseRow(columns: readonly string[], line: string): Record<string, string | null> {
  const fields = line.split("\t").map((field) => (field === "\\N" ? null : field.replaceAll(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter)));
  return Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? null]));
}
