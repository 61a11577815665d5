import { knownMigrations } from "#lib/platform/migrate.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { ROLES } from "#lib/platform/postgres/roles.ts";
import { right, wrong, type Finding } from "./finding.ts";

type Queried = Parameters<Parameters<typeof withConnection>[2]>[0];

const names = (rows: readonly { name: string }[]): string => rows.slice(0, 5).map(({ name }) => name).join(", ") + (rows.length > 5 ? `, and ${rows.length - 5} more` : "");

/** Version, roles, migrations and the locks that keep organizations apart. */
export async function lookAtDatabase(adminUrl: string): Promise<Finding[]> {
  return withConnection(adminUrl, "DATABASE_URL", async (client) => [
    await lookAtVersion(client),
    await lookAtRoles(client),
    await lookAtMigrations(client),
    await lookAtIsolation(client),
    await lookAtTriggers(client),
  ]);
}

async function lookAtVersion(client: Queried): Promise<Finding> {
  const { rows } = await client.query<{ shown: string; checksums: string }>("SELECT current_setting('server_version') AS shown, current_setting('data_checksums') AS checksums");
  // Older ones were refused before this was asked.
  return right("Database", `PostgreSQL ${rows[0]?.shown ?? ""}, ${rows[0]?.checksums === "on" ? "with" : "without"} page checksums`);
}

async function lookAtRoles(client: Queried): Promise<Finding> {
  const { rows: found } = await client.query<{ name: string }>("SELECT rolname AS name FROM pg_roles WHERE rolname = ANY($1)", [Object.values(ROLES)]);
  const missing = Object.values(ROLES).filter((role) => !found.some(({ name }) => name === role));
  if (missing.length > 0) return wrong("Roles", `${missing.join(", ")} missing`, 'Run "tickmark migrate".');
  const { rows } = await client.query<{ name: string }>(
    `SELECT 'SUPERUSER or BYPASSRLS' AS name FROM pg_roles WHERE rolname = $1 AND (rolsuper OR rolbypassrls)
     UNION ALL SELECT 'membership in ' || r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles a ON a.oid = m.member WHERE a.rolname = $1
     UNION ALL SELECT 'ownership of ' || relname FROM pg_class WHERE relowner = $1::regrole AND relkind IN ('r', 'p', 'v')`,
    [ROLES.app],
  );
  if (rows.length === 0) return right("Roles", `${ROLES.app} owns nothing and is bound by row-level security`);
  return wrong("Roles", `${ROLES.app} has ${names(rows)}`, "Take it away: with it the web server could read every organization.");
}

async function lookAtMigrations(client: Queried): Promise<Finding> {
  const { rows: table } = await client.query<{ there: boolean }>("SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there");
  if (table[0]?.there !== true) return wrong("Migrations", "the database was never set up", 'Run "tickmark migrate" or "tickmark start".');
  const { rows: applied } = await client.query<{ name: string; checksum: string }>("SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL");
  const known = await knownMigrations();
  const unknown = applied.filter(({ name, checksum }) => !known.some((one) => one.name === name && one.checksum === checksum));
  if (unknown.length > 0) return wrong("Migrations", `the database was migrated by another Tickmark: ${names(unknown)}`, "Run the Tickmark that wrote it, or a newer one.");
  const waiting = known.filter(({ name }) => !applied.some((one) => one.name === name));
  if (waiting.length > 0) return wrong("Migrations", `${waiting.length} not applied: ${names(waiting)}`, 'Run "tickmark migrate", or start Tickmark anew.');
  return right("Migrations", `all ${known.length} applied`);
}

async function lookAtIsolation(client: Queried): Promise<Finding> {
  // What the app role may read and whose key says whose it is, must be locked. A session or a receipt names an organization
  // and is nobody's; the directory's tables it cannot read at all.
  const { rows } = await client.query<{ name: string; locked: boolean }>(
    `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant') AS locked
       FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND has_table_privilege($1, c.oid, 'SELECT')
        AND (c.relname = 'organization' OR EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname = 'organization_id'))`,
    [ROLES.app],
  );
  const open = rows.filter(({ locked }) => !locked);
  if (open.length === 0) return right("Isolation", `row-level security is forced on all ${rows.length} tables of organizations`);
  return wrong("Isolation", `row-level security is not forced on ${names(open)}`, "Stop Tickmark, restore the last backup, and find out who changed it.");
}

async function lookAtTriggers(client: Queried): Promise<Finding> {
  const { rows } = await client.query<{ name: string; enabled: boolean }>(
    `SELECT c.relname AS name, t.tgenabled <> 'D' AS enabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgname LIKE 'append\\_only%'`,
  );
  const off = rows.filter(({ enabled }) => !enabled);
  if (rows.length > 0 && off.length === 0) return right("Facts", `${rows.length} triggers refuse to change what was recorded`);
  return wrong("Facts", off.length === 0 ? "no trigger refuses to change what was recorded" : `triggers are disabled on ${names(off)}`, "Find out who disabled them and what was changed since.");
}
