import pg from "pg";
import { SetupProblem } from "../setup-problem.ts";
import { withConnection } from "./connection-problem.ts";
import { scramVerifier } from "./scram.ts";

/**
 * owner: holds every table and applies migrations. app: web server and worker, owns nothing, bound by row-level
 * security. jobs: owns the queue's schema.
 */
export const ROLES = { owner: "tickmark_owner", app: "tickmark_app", jobs: "tickmark_jobs" } as const;
export type RoleName = keyof typeof ROLES;

/** Connection URL of each role; they carry passwords. */
export type RoleUrls = Readonly<Record<RoleName, string>>;

const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

/** The same server and database (or another one of that server) for another role. */
function urlForRole(url: string, role: RoleName, password: string, database?: string): string {
  const changed = new URL(url);
  changed.username = ROLES[role];
  changed.password = encodeURIComponent(password);
  if (database !== undefined) changed.pathname = `/${database}`;
  return changed.href;
}

/** The three roles' URLs for the server and database that `url` names. */
export function roleUrls(url: string, passwords: Readonly<Record<RoleName, string>>, database?: string): RoleUrls {
  return {
    owner: urlForRole(url, "owner", passwords.owner, database),
    app: urlForRole(url, "app", passwords.app, database),
    jobs: urlForRole(url, "jobs", passwords.jobs, database),
  };
}

async function existingRole(client: pg.Client, role: string): Promise<{ bypasses: boolean } | undefined> {
  const answer = await client.query<{ bypasses: boolean }>(
    "SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = $1",
    [role],
  );
  return answer.rows[0];
}

async function passwordWorks(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    // 42501: the right password, without CONNECT on the database, which is granted afterwards.
    if (code === "42501") return true;
    if (code === "28P01" || code === "28000") return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function mayNotCreate(error: unknown, role: string): unknown {
  if ((error as { code?: unknown }).code !== "42501") return error;
  return new SetupProblem(
    `The role of DATABASE_URL may not create the role ${role}: give it CREATEROLE, or name in DATABASE_URL a role that has it.`,
    { cause: error },
  );
}

async function ensureRole(client: pg.Client, name: RoleName, urls: RoleUrls, resetPasswords: boolean): Promise<void> {
  const role = ROLES[name];
  const verifier = scramVerifier(decodeURIComponent(new URL(urls[name]).password));
  const found = await existingRole(client, role);
  try {
    if (found === undefined) {
      await client.query(`CREATE ROLE ${role} LOGIN NOINHERIT PASSWORD '${verifier}'`);
      return;
    }
    if (found.bypasses) {
      throw new SetupProblem(`The role ${role} bypasses row-level security, which keeps organizations apart: take SUPERUSER and BYPASSRLS from it.`);
    }
    if (await passwordWorks(urls[name])) return;
    if (!resetPasswords) {
      throw new SetupProblem(
        `The role ${role} exists with another password than the one in this data folder's secrets.json: restore that file, or run "tickmark migrate --reset-role-passwords" if no other Tickmark uses this server.`,
      );
    }
    await client.query(`ALTER ROLE ${role} LOGIN PASSWORD '${verifier}'`);
  } catch (error) {
    throw mayNotCreate(error, role);
  }
}

async function grantOnDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>("SELECT current_database() AS name");
  const database = client.escapeIdentifier(rows[0]?.name ?? "");
  // A grant that the role may not give is a warning, not an error, so what matters is checked afterwards.
  await client.query(`GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${database} TO ${ROLES.owner}`);
  await client.query(`GRANT CONNECT, CREATE ON DATABASE ${database} TO ${ROLES.jobs}`);
  await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${ROLES.app}`);
  await client.query(`GRANT USAGE, CREATE ON SCHEMA public TO ${ROLES.owner}`);
  await client.query(`GRANT USAGE ON SCHEMA public TO ${ROLES.app}`);
  const answer = await client.query<{ ok: boolean }>(
    `SELECT has_database_privilege($1, current_database(), 'CREATE')
        AND has_database_privilege($2, current_database(), 'CREATE')
        AND has_schema_privilege($1, 'public', 'CREATE') AS ok`,
    [ROLES.owner, ROLES.jobs],
  );
  if (answer.rows[0]?.ok === true) return;
  throw new SetupProblem(
    `The role of DATABASE_URL may not grant CREATE on the database ${database} and its schema public: make it the database's owner.`,
  );
}

/**
 * Creates the three roles when they are missing and grants them what they need on the database that `adminUrl`
 * names. An existing role's password is left alone unless `resetPasswords`: another Tickmark may use it.
 * @param urls the roles' URLs for that database, with the passwords they shall have
 * @throws SetupProblem when the admin role may not do this, or a role is not as it must be
 */
export async function ensureRoles(adminUrl: string, urls: RoleUrls, resetPasswords = false): Promise<void> {
  await withConnection(adminUrl, "DATABASE_URL", async (client) => {
    for (const name of ROLE_NAMES) await ensureRole(client, name, urls, resetPasswords);
    try {
      await grantOnDatabase(client);
    } catch (error) {
      if ((error as { code?: unknown }).code !== "42501") throw error;
      throw new SetupProblem("The role of DATABASE_URL may not grant rights on its database: make it the database's owner.", {
        cause: error,
      });
    }
  });
}
