import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { spawn } from "node:child_process";
import { z } from "zod";
import { childEnvironment } from "#lib/platform/env.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";
import { createEmbeddedDatabase, dropEmbeddedDatabase, type OpenDatabase } from "./open-database.ts";

const loginsSchema = z.object({
  logins: z.array(z.object({ name: z.string(), email: z.string(), role: z.string(), password: z.string() })),
});

/** A person of the demo organization, as the seed wrote them down. */
export type DemoLogin = z.output<typeof loginsSchema>["logins"][number];

/**
 * Whether no organization was ever written. Asked of the table's size: row-level security hides its rows from every
 * role, and the number says nothing about anybody.
 */
export function isEmpty(ownerUrl: string): Promise<boolean> {
  return withConnection(ownerUrl, "The owner role's connection", async (client) => {
    const answer = await client.query<{ bytes: string }>("SELECT pg_relation_size('organization') AS bytes");
    return answer.rows[0]?.bytes === "0";
  });
}

const unfinishedMark = (dataDirectory: string): string => path.join(dataDirectory, "demo-unfinished");

/**
 * Throws away a demo that was cut off while it was written. Nobody can have signed in to it: the logins are written last.
 * @throws SetupProblem with DATABASE_URL, where it is not ours to drop a database
 */
export async function discardUnfinishedDemo(dataDirectory: string, database: OpenDatabase): Promise<void> {
  if (!existsSync(unfinishedMark(dataDirectory))) return;
  if (database.server === undefined) {
    throw new SetupProblem([`The demo was cut off while it was written. Empty the database, remove ${unfinishedMark(dataDirectory)} and start again.`]);
  }
  await dropEmbeddedDatabase(database.server);
  await createEmbeddedDatabase(database.server);
}

/** Fills the database in a process of its own, which ends with the memory that it took. A mark stands while it is at it. */
export async function seedDemo(dataDirectory: string, signal: AbortSignal): Promise<void> {
  await writeFile(unfinishedMark(dataDirectory), "");
  await runSeed(signal);
  await rm(unfinishedMark(dataDirectory));
}

async function runSeed(signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, ["lib/cli/main.ts", "seed"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: childEnvironment({}),
    signal,
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new SetupProblem(["The demo organization could not be written.", errors.trim()]);
}

/** The demo's logins; none when the data folder was never seeded. */
export async function demoLogins(dataDirectory: string): Promise<DemoLogin[]> {
  const text = await readFile(path.join(dataDirectory, "demo-logins.json"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? [] : loginsSchema.parse(JSON.parse(text)).logins;
}

/** The logins as a table in plain text, one line each below a heading. */
export function loginsTable(logins: readonly DemoLogin[]): string[] {
  const rows = [["Name", "Role", "Email", "Password"], ...logins.map((login) => [login.name, login.role, login.email, login.password])];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   ").trimEnd());
}
