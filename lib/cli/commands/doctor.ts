import { parseArgs } from "node:util";
import { openBlobStore } from "#lib/platform/blob-store/open-blob-store.ts";
import { env } from "#lib/platform/env.ts";
import { readSecrets } from "#lib/platform/secrets.ts";
import { lookAtBlobs } from "../doctor/look-at-blobs.ts";
import { lookAtDatabase } from "../doctor/look-at-database.ts";
import { look, shownFinding, type Finding } from "../doctor/finding.ts";
import { lookAtJobs, lookAtQueue } from "../doctor/look-at-jobs.ts";
import { lookAtClock, lookAtDisk, lookAtFolder, lookAtMail } from "../doctor/look-at-machine.ts";
import { withDatabase } from "../start/with-database.ts";

/**
 * `tickmark doctor [--all]`: looks at everything that Tickmark rests on and says of each whether it is as it must be, and
 * what to do when it is not. Changes nothing. Answers 0 when nothing is wrong, else 1. `--all` reads every blob.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { all: { type: "boolean", default: false } } });
  const environment = env();
  const secrets = readSecrets(environment.dataDirectory);
  let wrongs = 0;
  const tell = (findings: readonly Finding[]): void => {
    for (const finding of findings) {
      if (!finding.ok) wrongs += 1;
      process.stdout.write(`${shownFinding(finding).join("\n")}\n`);
    }
  };
  tell(await look("Data folder", () => lookAtFolder(environment)));
  tell(await look("Disk", () => lookAtDisk(environment)));
  const reached = await look("Database", () =>
    withDatabase(environment, secrets, async ({ adminUrl, urls }) => {
      const database = await look("Database", () => lookAtDatabase(adminUrl));
      tell(database);
      tell(await look("Clock", () => lookAtClock(adminUrl)));
      // A database that was never set up has neither queue nor blobs to look at.
      if (database.some(({ area, ok }) => area === "Migrations" && !ok)) return [];
      tell(await look("Queue", () => lookAtQueue(urls)));
      tell(await look("Jobs", () => lookAtJobs(urls)));
      tell(await look("Blobs", () => lookAtBlobs(urls, openBlobStore(environment), secrets, values.all)));
      return [];
    }),
  );
  tell(reached);
  tell(await look("Mail", () => lookAtMail(environment)));
  process.stdout.write(wrongs === 0 ? "\nNothing is wrong.\n" : `\n${wrongs} ${wrongs === 1 ? "thing is" : "things are"} wrong.\n`);
  return wrongs === 0 ? 0 : 1;
}
