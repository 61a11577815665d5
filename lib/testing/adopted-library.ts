import { adoptLibrary, libraryOf, loadControlContent } from "#lib/controls/index.ts";
import { loadCrosswalks, loadFrameworkContent, loadFrameworks } from "#lib/frameworks/index.ts";
import { openDatabase } from "#lib/platform/db.ts";
import { testDatabase } from "./database.ts";
import type { World } from "./world.ts";

/** Loads the product's own frameworks into the test file's database. A second call changes nothing. */
export async function loadTestFrameworks(): Promise<void> {
  const { owner } = await testDatabase();
  const database = openDatabase(owner, 1);
  try {
    const content = await loadFrameworkContent("controls");
    await loadFrameworks(database, content.frameworks);
    await loadCrosswalks(database, content.crosswalks);
  } finally {
    await database.$disconnect();
  }
}

/** What was adopted: ids of the controls by code, and of their evidence requests by `code key`. */
export type AdoptedLibrary = { controls: Map<string, string>; requests: Map<string, string> };

/** The two controls that tests rest on; the rest of the library is content and may grow. */
export const TESTED_CONTROLS = ["SYS.1.01", "SYS.2.07"];

/** Makes two controls of the product's own library those of a world, now, or effective from an earlier instant. */
export async function adoptedLibrary(world: World, effectiveFrom?: Date): Promise<AdoptedLibrary> {
  await loadTestFrameworks();
  const { controls } = await loadControlContent("controls");
  await adoptLibrary(world.asSystem("set-up"), { controls: libraryOf(controls, TESTED_CONTROLS), ...(effectiveFrom === undefined ? {} : { effectiveFrom }) });
  const rows = await world.inTenant((tx) => tx.control.findMany({ include: { requests: true } }));
  return {
    controls: new Map(rows.map((row) => [row.code, row.id])),
    requests: new Map(rows.flatMap((row) => row.requests.map((request) => [`${row.code} ${request.key}`, request.id]))),
  };
}
