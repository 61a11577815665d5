import type pg from "pg";
import { withConnection } from "../postgres/connection-problem.ts";
import type { RoleUrls } from "../postgres/roles.ts";

/** Rows that one transaction deletes: seconds of work, so that a process that is ended loses little. */
const ROWS_AT_ONCE = 5_000;
/** Due work stays until the end: the row by which a destruction is taken up again is among it. */
const LAST_TABLE = "due_work";

/** What was there before anything was destroyed, and what became of people's accounts. */
export type DestroyedFacts = {
  organizationName: string;
  requestedBy: string;
  requestedAt: string;
  /** Rows by table. */
  rows: Record<string, number>;
  blobs: { count: number; bytes: number };
  /** Ids of the data keys; the keys are gone. */
  keys: string[];
  ledger: { entries: number; lastEntry: string | null; lastLeafHash: string | null };
  /** Accounts of people who belonged to no other organization; null while nobody has looked. */
  accountsClosed: number | null;
};

export type Recipient = { name: string; address: string };
export type Destruction = { id: string; facts: DestroyedFacts; begunAt: Date; document: string | null };

type Begin = { organizationId: string; requestId: string; now: Date };

/**
 * Begins, in one transaction: what is there is counted, the receipt is opened, and the data key is destroyed. From its
 * commit on nothing stored can be read again. Begun already, it answers what was begun.
 *
 * @returns null when the deletion is not pending or not due, or a legal hold stands: then nothing was touched
 */
export async function beginDestruction(roles: RoleUrls, { organizationId, requestId, now }: Begin): Promise<Destruction | null> {
  return asOwner(roles, async (client) => {
    await client.query("BEGIN");
    await bindTo(client, organizationId);
    // Whoever places a hold or cancels takes this lock too.
    const { rows } = await client.query<{ name: string }>("SELECT name FROM organization WHERE id = $1 FOR UPDATE", [organizationId]);
    const begun = await readDestruction(client, organizationId);
    if (begun !== null) return begun;
    const due = await client.query<{ requested_by_name: string; requested_at: Date }>(
      `SELECT requested_by_name, requested_at FROM deletion_request
        WHERE id = $1 AND status = 'pending' AND due_at <= $2
          AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE NOT EXISTS (SELECT 1 FROM legal_hold_release r WHERE r.hold_id = h.id))`,
      [requestId, now],
    );
    const [organization, request] = [rows[0], due.rows[0]];
    if (organization === undefined || request === undefined) return null;
    const facts = await countAll(client, { organizationName: organization.name, requestedBy: request.requested_by_name, requestedAt: request.requested_at.toISOString() });
    const admins = await client.query<Recipient>("SELECT name, email AS address FROM member WHERE role = 'admin' AND removed_at IS NULL ORDER BY id");
    await openReceipt(client, { id: requestId, organizationId, begunAt: now, facts, recipients: admins.rows });
    return { id: requestId, facts, begunAt: now, document: null };
  });
}

type Opened = { id: string; organizationId: string; begunAt: Date; facts: DestroyedFacts; recipients: readonly Recipient[] };

async function openReceipt(client: pg.Client, { id, organizationId, begunAt, facts, recipients }: Opened): Promise<void> {
  await client.query("INSERT INTO deletion_receipt (id, organization_id, begun_at, facts, recipients) VALUES ($1, $2, $3, $4, $5)", [id, organizationId, begunAt, JSON.stringify(facts), JSON.stringify(recipients)]);
  await client.query("DELETE FROM organization_key");
  await client.query("COMMIT");
}

/** Opens the receipt of an organization that a restored backup brought back, so that it is destroyed again. */
export async function reopenDestruction(roles: RoleUrls, receipt: { id: string; organizationId: string; begunAt: Date; facts: DestroyedFacts }): Promise<void> {
  await asOwner(roles, async (client) => {
    await client.query("BEGIN");
    await bindTo(client, receipt.organizationId);
    // A backup that was made while it was being destroyed knows the receipt already.
    if ((await readDestruction(client, receipt.organizationId)) === null) await openReceipt(client, { ...receipt, recipients: [] });
  });
}

/**
 * Destroys every row: first what leads to the organization, with the accounts of people who belong to no other, then its
 * tables, children before what they refer to. May be cut off anywhere and begun again.
 */
export async function destroyRows(roles: RoleUrls, organizationId: string): Promise<void> {
  await asOwner(roles, async (client) => {
    await closeDoors(client, organizationId);
    for (const table of await tablesInOrder(client)) await emptyTable(client, table, organizationId);
  });
  await withConnection(roles.jobs, "The jobs role's connection", (client) => client.query("DELETE FROM pgboss.job WHERE group_id = $1", [organizationId]));
}

/** Keeps the signed receipt, and says by that that nothing is left. @returns false when another has done so before */
export async function closeReceipt(roles: RoleUrls, organizationId: string, document: string, destroyedAt: Date): Promise<boolean> {
  return asOwner(roles, async (client) => {
    const { rowCount } = await client.query("UPDATE deletion_receipt SET document = $2, destroyed_at = $3 WHERE organization_id = $1 AND document IS NULL", [organizationId, document, destroyedAt]);
    return rowCount === 1;
  });
}

/** Forgets whom to tell, and that anything is due: all is done. */
export async function endDestruction(roles: RoleUrls, organizationId: string): Promise<void> {
  await asOwner(roles, async (client) => {
    await client.query("UPDATE deletion_receipt SET recipients = '[]' WHERE organization_id = $1", [organizationId]);
    await client.query(`DELETE FROM ${LAST_TABLE} WHERE organization_id = $1`, [organizationId]);
  });
}

/** The signed receipts of everything that was destroyed here. */
export async function readDocuments(roles: RoleUrls): Promise<string[]> {
  return asOwner(roles, async (client) => {
    const { rows } = await client.query<{ document: string }>("SELECT document FROM deletion_receipt WHERE document IS NOT NULL ORDER BY id");
    return rows.map(({ document }) => document);
  });
}

const asOwner = <T>(roles: RoleUrls, work: (client: pg.Client) => Promise<T>): Promise<T> => withConnection(roles.owner, "The owner role's connection", work);

/** The owner too is bound by row-level security: it sees and deletes this organization's rows and no others. */
async function bindTo(client: pg.Client, organizationId: string): Promise<void> {
  await client.query("SELECT set_config('tickmark.organization_id', $1, true)", [organizationId]);
  await client.query("SET LOCAL tickmark.destroying = 'on'");
}

async function readDestruction(client: pg.Client, organizationId: string): Promise<Destruction | null> {
  const { rows } = await client.query<{ id: string; facts: DestroyedFacts; begun_at: Date; document: string | null }>("SELECT id, facts, begun_at, document FROM deletion_receipt WHERE organization_id = $1", [organizationId]);
  const [row] = rows;
  return row === undefined ? null : { id: row.id, facts: row.facts, begunAt: row.begun_at, document: row.document };
}

async function countAll(client: pg.Client, who: Pick<DestroyedFacts, "organizationName" | "requestedBy" | "requestedAt">): Promise<DestroyedFacts> {
  const rows: Record<string, number> = {};
  for (const table of (await tablesInOrder(client)).toSorted()) {
    const { rows: [counted] } = await client.query<{ count: string }>(`SELECT count(*) FROM ${client.escapeIdentifier(table)}`);
    rows[table] = Number(counted?.count);
  }
  const blobs = await client.query<{ count: string; bytes: string }>("SELECT count(*), coalesce(sum(byte_length), 0) AS bytes FROM blob");
  const keys = await client.query<{ id: string }>("SELECT id FROM organization_key ORDER BY id");
  const last = await client.query<{ id: string; leaf: string }>("SELECT id, encode(leaf_hash, 'hex') AS leaf FROM ledger_pending_entry ORDER BY id DESC LIMIT 1");
  return {
    ...who, rows, blobs: { count: Number(blobs.rows[0]?.count), bytes: Number(blobs.rows[0]?.bytes) }, keys: keys.rows.map(({ id }) => id),
    ledger: { entries: rows["ledger_pending_entry"] ?? 0, lastEntry: last.rows[0]?.id ?? null, lastLeafHash: last.rows[0]?.leaf ?? null }, accountsClosed: null,
  };
}

/** Tenant tables, each before the tables that it refers to; the organization itself is last. */
async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; refers_to: string[] }>(
    `SELECT c.relname AS name, coalesce(array_agg(DISTINCT t.relname::text) FILTER (WHERE t.relname IS NOT NULL AND t.oid <> c.oid), '{}') AS refers_to
       FROM pg_class c LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' LEFT JOIN pg_class t ON t.oid = k.confrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND c.relkind IN ('r', 'p') GROUP BY c.oid ORDER BY c.relname`,
  );
  const left = new Map(rows.map(({ name, refers_to: refersTo }) => [name, refersTo]));
  const ordered: string[] = [];
  while (left.size > 0) {
    const free = [...left.keys()].filter((name) => ![...left.values()].some((others) => others.includes(name)));
    if (free.length === 0) throw new Error(`these tables refer to each other in a circle: ${[...left.keys()].join(", ")}`);
    for (const name of free) left.delete(name);
    ordered.push(...free);
  }
  return [...ordered.filter((name) => name !== "organization"), "organization"];
}

async function emptyTable(client: pg.Client, table: string, organizationId: string): Promise<void> {
  const name = client.escapeIdentifier(table);
  for (;;) {
    await client.query("BEGIN");
    await bindTo(client, organizationId);
    const { rowCount } = await client.query(`DELETE FROM ${name} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${name} LIMIT ${ROWS_AT_ONCE}))`);
    await client.query("COMMIT");
    if ((rowCount ?? 0) < ROWS_AT_ONCE) return;
  }
}

/** Takes away addresses, memberships and links, and the accounts of people who belong to no organization then. Done once, with its count. */
async function closeDoors(client: pg.Client, organizationId: string): Promise<void> {
  await client.query("BEGIN");
  await bindTo(client, organizationId);
  const begun = await readDestruction(client, organizationId);
  if (begun === null) throw new Error(`the destruction of ${organizationId} was never begun`);
  const directory = await tablesWith(client, "organization_id");
  for (const table of directory.filter((name) => name !== LAST_TABLE && name !== "deletion_receipt")) await client.query(`DELETE FROM ${client.escapeIdentifier(table)} WHERE organization_id = $1`, [organizationId]);
  if (begun.facts.accountsClosed === null) {
    const accountsClosed = await closeAccounts(client);
    await client.query("UPDATE deletion_receipt SET facts = facts || jsonb_build_object('accountsClosed', $2::int) WHERE organization_id = $1", [organizationId, accountsClosed]);
  }
  await client.query("COMMIT");
}

/** @returns how many accounts are gone; whatever hangs on them by a column `user_id` went with them */
async function closeAccounts(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ user_id: string }>(
    "SELECT DISTINCT m.user_id FROM member m JOIN user_account u ON u.id = m.user_id WHERE NOT EXISTS (SELECT 1 FROM membership o WHERE o.user_id = m.user_id)",
  );
  const people = rows.map((row) => row.user_id);
  if (people.length === 0) return 0;
  for (const table of await tablesWith(client, "user_id")) {
    if (table !== "membership") await client.query(`DELETE FROM ${client.escapeIdentifier(table)} WHERE user_id = ANY ($1)`, [people]);
  }
  return (await client.query("DELETE FROM user_account WHERE id = ANY ($1)", [people])).rowCount ?? 0;
}

/** Tables of no tenant that have a column; append-only ones keep their rows, which hold ids and hashes alone. */
async function tablesWith(client: pg.Client, column: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $1 AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
        AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'append_only') ORDER BY c.relname`,
    [column],
  );
  return rows.map(({ name }) => name);
}
