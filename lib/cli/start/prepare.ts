import { setUpDatabase } from "#lib/platform/set-up-database.ts";
import { buildInterface, buildIsCurrent } from "../build-interface.ts";
import { discardUnfinishedDemo, isEmpty, seedDemo } from "./demo.ts";
import { loadStandards } from "./load-standards.ts";
import { openDatabase } from "./open-database.ts";
import type { OpenDatabase } from "./open-database.ts";
import type { Session } from "./session.ts";

function shownMigrations(applied: readonly string[]): string {
  if (applied.length === 0) return "up to date";
  return `${applied.length} ${applied.length === 1 ? "migration" : "migrations"} applied`;
}

/**
 * Everything that must hold before web and worker start: a database of this version, the demo
 * when it is allowed and the database empty, the built pages. What already holds is not done again.
 * @param opened told of the database as soon as it runs, so that it can be stopped if a later step fails
 */
export async function prepare(session: Session, opened: (database: OpenDatabase) => void): Promise<OpenDatabase> {
  const { environment, progress, ending } = session;
  const database = await progress.step("Database", async () => {
    const found = await openDatabase(environment, session.secrets);
    opened(found);
    await discardUnfinishedDemo(environment.dataDirectory, found);
    return { shown: found.shown, value: found };
  });
  ending.throwIfAborted();
  await progress.step("Schema", async () => {
    const applied = await setUpDatabase(database.adminUrl, database.urls);
    return { shown: shownMigrations(applied), value: applied };
  });
  ending.throwIfAborted();
  await progress.step("Standards", async () => {
    const written = await loadStandards(database.urls.owner);
    return { shown: written === 0 ? "up to date" : `${written} ${written === 1 ? "edition" : "editions"} written`, value: written };
  });
  ending.throwIfAborted();
  if (environment.demoAllowed && (await isEmpty(database.urls.owner))) {
    await progress.step("Demo", async () => ({ shown: "organization written", value: await seedDemo(environment.dataDirectory, ending) }));
  }
  ending.throwIfAborted();
  if (!session.dev && !(await buildIsCurrent())) {
    await progress.step("Interface", async () => ({ shown: "built", value: await buildInterface(false, ending) }));
  }
  ending.throwIfAborted();
  return database;
}
