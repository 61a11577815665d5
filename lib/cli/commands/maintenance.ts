import { parseArgs } from "node:util";
import { systemClock } from "#lib/platform/clock.ts";
import { env } from "#lib/platform/env.ts";
import { closeForMaintenance, openAfterMaintenance } from "#lib/platform/maintenance.ts";
import { readSecrets } from "#lib/platform/secrets.ts";
import { withDatabase } from "../start/with-database.ts";

/** A sentence or two on the page that people see instead. */
const LONGEST_NOTE = 300;

/**
 * `tickmark maintenance on|off [--note TEXT]`: closes or opens the whole installation, on however many machines it runs.
 * Closed, pages answer 503 with a calm page, and workers finish what they are at and take nothing more.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { note: { type: "string", default: "" } } });
  const [state, ...more] = positionals;
  if ((state !== "on" && state !== "off") || more.length > 0 || values.note.length > LONGEST_NOTE) {
    process.stderr.write(`Usage: tickmark maintenance on|off [--note TEXT]   (at most ${LONGEST_NOTE} characters)\n`);
    return 2;
  }
  const environment = env();
  await withDatabase(environment, readSecrets(environment.dataDirectory), async ({ urls }) => {
    if (state === "on") {
      await closeForMaintenance(urls.owner, systemClock.now(), values.note);
      process.stdout.write("Closed: within seconds pages say so, and workers take no more jobs.\n");
    } else process.stdout.write((await openAfterMaintenance(urls.owner)) ? "Open again.\n" : "It was open.\n");
  });
  return 0;
}
