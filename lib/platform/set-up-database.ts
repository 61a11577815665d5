import { installJobSchema } from "./job-schema.ts";
import { applyMigrations } from "./migrate.ts";
import { ensureBackupPolicies } from "./postgres/backup-policy.ts";
import { withConnection } from "./postgres/connection-problem.ts";
import { ensureRoles } from "./postgres/roles.ts";
import type { RoleUrls } from "./postgres/roles.ts";

// Any number that nothing else of Tickmark locks by.
const SET_UP_LOCK = 7_465_626_110;

/**
 * Brings a database to this version: roles, tables, queue. Every step may be repeated; two callers at once take turns,
 * since roles and grants are rows that PostgreSQL refuses to change twice at the same time.
 * @param adminUrl a role that may create roles and owns the database
 * @param urls the three roles' URLs for the same database
 * @returns the names of the migrations applied now
 * @throws SetupProblem
 */
export async function setUpDatabase(adminUrl: string, urls: RoleUrls, resetPasswords = false): Promise<string[]> {
  return withConnection(adminUrl, "DATABASE_URL", async (lock) => {
    await lock.query("SELECT pg_advisory_lock($1)", [SET_UP_LOCK]);
    await ensureRoles(adminUrl, urls, resetPasswords);
    const applied = await applyMigrations(urls.owner);
    await ensureBackupPolicies(urls.owner);
    await installJobSchema(urls.jobs);
    return applied;
  });
}
