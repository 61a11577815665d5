import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** What the tests are told of the run's database server. */
export type TestServer = {
  /** Superuser's URL of the server's database `postgres`. */
  adminUrl: string;
  /** Migrated and empty; each test file gets a copy. */
  template: string;
  /** Folder for the run's files, removed at its end. */
  folder: string;
};

declare module "vitest" {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Passwords of the roles on servers that only tests use. */
export const TEST_PASSWORDS = {
  superuser: "superuser-of-a-server-for-tests-0001",
  owner: "owner-of-a-database-for-tests-000001",
  app: "app-role-of-a-database-for-tests-001",
  jobs: "jobs-role-of-a-database-for-tests-01",
} as const;

/** The URL of another database of the same server. */
export function onDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** A temporary folder that the server's OS user may pass through, so that its cluster lies and is removed with it. */
export async function makeServerFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), prefix));
  await chmod(folder, 0o711);
  return folder;
}
