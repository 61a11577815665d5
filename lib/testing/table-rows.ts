import type pg from "pg";

type Column = { name: string; type: string; element: string | null; kind: string; word: string | null };

const LITERALS: Readonly<Record<string, string>> = {
  text: "$1",
  varchar: "$1",
  int4: "1",
  int8: "1",
  float8: "0.5",
  bool: "false",
  timestamptz: "now()",
  jsonb: "'{}'",
  bytea: "'\\x00'",
  tsvector: "''",
};

/** Columns that may be empty by themselves, and of which a constraint over several demands some. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = { alert: ["rule_version_id", "segment_id"], vendor_firing: ["alert_id"] };

/**
 * Puts one row of `organizationId` into a table, whatever the table is: each column that must have a value gets one of
 * its type, every text the organization's id, or the first of the words that a constraint of the column allows.
 * Foreign keys are not looked at, so no order is needed.
 *
 * @param client a superuser's connection
 */
export async function insertAnyRow(client: pg.Client, table: string, organizationId: string): Promise<void> {
  const { rows } = await client.query<Column>(
    `SELECT a.attname AS name, t.typname AS type, t.typtype AS kind, e.typname AS element,
            (SELECT substring(pg_get_constraintdef(c.oid) FROM '''([^'']*)''') FROM pg_constraint c
              WHERE c.conrelid = a.attrelid AND c.contype = 'c' AND c.conkey = ARRAY[a.attnum] LIMIT 1) AS word
       FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
      WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND (a.attnotnull OR a.attname = ANY($2)) ORDER BY a.attnum`,
    [table, TOGETHER[table] ?? []],
  );
  const values = rows.map(({ name, type, kind, element, word }) => {
    if (word !== null) return client.escapeLiteral(word);
    if (element !== null) return "'{}'";
    if (kind === "e") return `(enum_range(NULL::"${type}"))[1]`;
    const literal = LITERALS[type];
    if (literal === undefined) throw new Error(`no value is known for ${table}.${name} of type ${type}`);
    return literal;
  });
  await client.query("SET session_replication_role = replica");
  try {
    await client.query(`INSERT INTO ${client.escapeIdentifier(table)} (${rows.map(({ name }) => client.escapeIdentifier(name)).join(", ")}) VALUES (${values.join(", ")})`, [organizationId]);
  } finally {
    await client.query("SET session_replication_role = origin");
  }
}
