import { existsSync } from "node:fs";
import { env } from "#lib/platform/env.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

const SEED = new URL("../../../prisma/seed/seed.ts", import.meta.url);

/**
 * `tickmark seed`: fills the database with the demo organization and writes its logins into the data folder.
 * `start` runs it by itself on an empty database.
 */
export async function run(): Promise<number> {
  if (!env().demoAllowed) throw new SetupProblem("The demo is not allowed here: see TICKMARK_DEMO and TICKMARK_BASE_URL.");
  // The demo is a folder that an installation may leave out, so it is looked for when it is asked for.
  if (!existsSync(SEED)) throw new SetupProblem("This installation has no demo (prisma/seed is missing): set TICKMARK_DEMO=off.");
  const { seedDemo } = (await import(SEED.href)) as { seedDemo(): Promise<void> };
  const { database } = openRuntime();
  try {
    await seedDemo();
  } finally {
    await database.$disconnect();
  }
  return 0;
}
