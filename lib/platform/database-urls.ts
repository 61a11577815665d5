import { readFileSync } from "node:fs";
import path from "node:path";
import { env } from "./env.ts";
import { embeddedUrl, PLACE_FILE, placeSchema } from "./postgres/place.ts";
import { roleUrls } from "./postgres/roles.ts";
import type { RoleUrls } from "./postgres/roles.ts";
import { readSecrets } from "./secrets.ts";
import { SetupProblem } from "./setup-problem.ts";

/** Name of the database on the embedded server. */
export const EMBEDDED_DATABASE = "tickmark";

let override: RoleUrls | undefined;

/** Makes `databaseUrls` answer these from now on: a test's own database. Undefined lifts it. */
export function overrideDatabaseUrls(urls: RoleUrls | undefined): void {
  override = urls;
}

function embeddedBase(dataDirectory: string): string {
  const file = path.join(/* turbopackIgnore: true */ dataDirectory, "postgres", PLACE_FILE);
  try {
    return embeddedUrl(placeSchema.parse(JSON.parse(readFileSync(file, "utf8"))).port, EMBEDDED_DATABASE);
  } catch (error) {
    throw new SetupProblem('The embedded database was never started: run "tickmark start" first.', { cause: error });
  }
}

/**
 * Connection URL of each database role: on the server of DATABASE_URL, else on the embedded one where its last start
 * left it. Carries passwords: never log it. Reads the data folder on every call; callers keep their pool.
 * @throws SetupProblem before the first set-up
 */
export function databaseUrls(): RoleUrls {
  if (override !== undefined) return override;
  const { databaseUrl, dataDirectory } = env();
  return roleUrls(databaseUrl ?? embeddedBase(dataDirectory), readSecrets(dataDirectory).databasePasswords);
}
