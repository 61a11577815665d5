import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import type { MigrationList } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { sha256Hex } from "./crypto.ts";
import { withConnection } from "./postgres/connection-problem.ts";
import { NO_FILTER, openSchemaEngine } from "./schema-engine.ts";
import type { SchemaEngine } from "./schema-engine.ts";
import { SetupProblem } from "./setup-problem.ts";

/** Advisory lock that one set-up holds while it changes the schema; any fixed number of ours. */
const MIGRATION_LOCK = 7_465_626_109;

/** The project's own migrations, relative to its folder. */
export const MIGRATIONS_DIRECTORY = "prisma/migrations";

async function readMigrations(directory: string, only?: ReadonlySet<string>): Promise<MigrationList> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() && only?.has(entry.name) !== false).map((entry) => entry.name).sort();
  const lockfile = entries.some((entry) => entry.name === "migration_lock.toml")
    ? await readFile(path.join(directory, "migration_lock.toml"), "utf8")
    : null;
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: await readFile(path.join(directory, name, "migration.sql"), "utf8") },
      },
    })),
  );
  return {
    baseDir: path.resolve(directory),
    lockfile: { path: "migration_lock.toml", content: lockfile },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

/** This Tickmark's migrations in their order, with the hash of each one's SQL as it is recorded in the database. */
export async function knownMigrations(directory = MIGRATIONS_DIRECTORY): Promise<{ name: string; checksum: string }[]> {
  const { migrationDirectories } = await readMigrations(directory);
  return migrationDirectories.map(({ path: name, migrationFile: { content } }) => ({ name, checksum: content.tag === "ok" ? sha256Hex(content.value) : "" }));
}

// The adapter cuts a script at every semicolon, which breaks function bodies. Sent whole as one simple query,
// PostgreSQL parses it itself and runs it in one transaction: a migration happens entirely or not at all.
function wholeScripts(connection: SqlDriverAdapter, pool: pg.Pool, failed: (error: unknown) => void): SqlDriverAdapter {
  return Object.assign(Object.create(connection) as SqlDriverAdapter, {
    executeScript: async (script: string): Promise<void> => {
      try {
        await pool.query(script);
      } catch (error) {
        failed(error);
        throw error;
      }
    },
  });
}

function migrationAdapter(pool: pg.Pool, failed: (error: unknown) => void): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => wholeScripts(await factory.connect(), pool, failed),
    connectToShadowDb: () => Promise.reject(new Error("applying migrations needs no shadow database")),
  };
}

async function refuseBrokenHistory(engine: SchemaEngine, list: MigrationList): Promise<void> {
  const found = await engine.diagnoseMigrationHistory({
    migrationsList: list,
    optInToShadowDatabase: false,
    filters: NO_FILTER,
  });
  const problems: string[] = [];
  const edited = found.editedMigrationNames.filter((name) => !found.failedMigrationNames.includes(name));
  if (edited.length > 0) {
    problems.push(`The database was migrated by other versions of ${edited.join(", ")} than this Tickmark has: use the Tickmark that wrote it, or a fresh database.`);
  }
  const { history } = found;
  if (history !== null && history.diagnostic !== "databaseIsBehind" && history.unpersistedMigrationNames.length > 0) {
    problems.push(`The database was migrated by a newer Tickmark (${history.unpersistedMigrationNames.join(", ")} is not known here): use that one.`);
  }
  if (problems.length > 0) throw new SetupProblem(problems);
  // A migration is one transaction, so a failed one left nothing behind but its mark.
  for (const migrationName of found.failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
}

function described(error: unknown, cause: unknown): Error {
  if (!(cause instanceof pg.DatabaseError)) return error instanceof Error ? error : new Error(String(error));
  const where = cause.where === undefined ? "" : `\n${cause.where}`;
  const position = cause.position === undefined ? "" : ` at character ${cause.position} of the script`;
  return new Error(`A migration failed: ${cause.message} (${cause.code ?? "no code"})${position}${where}`, { cause: error });
}

/**
 * Applies the migrations of a folder that the database has not had yet, in the order of their names, and records
 * them in `_prisma_migrations`. Each is one transaction. Two callers at once take turns.
 * @param ownerUrl the owner role's URL
 * @param only leaves the others for later: a backup's tables are those of the migrations that it was made after
 * @returns the names of those applied now
 * @throws SetupProblem when the database's history is not this project's; Error when a migration fails
 */
export async function applyMigrations(ownerUrl: string, directory = MIGRATIONS_DIRECTORY, only?: ReadonlySet<string>): Promise<string[]> {
  const list = await readMigrations(directory, only);
  return withConnection(ownerUrl, "The owner role's connection", async (lock) => {
    await lock.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    // One connection: the engine's session settings and its queries must meet.
    const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
    let cause: unknown;
    try {
      const engine = await openSchemaEngine(migrationAdapter(pool, (error) => (cause = error)));
      try {
        await refuseBrokenHistory(engine, list);
        const answer = await engine.applyMigrations({ migrationsList: list, filters: NO_FILTER });
        return answer.appliedMigrationNames;
      } finally {
        engine.free();
      }
    } catch (error) {
      if (error instanceof SetupProblem) throw error;
      throw described(error, cause);
    } finally {
      await pool.end();
    }
  });
}
