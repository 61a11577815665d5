import { installJobSchema } from "./job-schema.ts";
import { applyMigrations } from "./migrate.ts";
import { ensureRoles } from "./postgres/roles.ts";
import type { RoleUrls } from "./postgres/roles.ts";

/**
 * Brings a database to this version: roles, tables, queue. Every step may be repeated.
 * @param adminUrl a role that may create roles and owns the database
 * @param urls the three roles' URLs for the same database
 * @returns the names of the migrations applied now
 * @throws SetupProblem
 */
export async function setUpDatabase(adminUrl: string, urls: RoleUrls, resetPasswords = false): Promise<string[]> {
  await ensureRoles(adminUrl, urls, resetPasswords);
  const applied = await applyMigrations(urls.owner);
  await installJobSchema(urls.jobs);
  return applied;
}
