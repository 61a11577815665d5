import { once } from "node:events";
import { demoLogins, loginsTable } from "./demo.ts";
import { openEmbeddedServer } from "./open-database.ts";
import type { OpenDatabase } from "./open-database.ts";
import { startProcesses } from "./processes.ts";
import type { Processes } from "./processes.ts";
import type { Session } from "./session.ts";
import { watchServer } from "./watch-server.ts";

async function announce({ environment, progress }: Session): Promise<void> {
  progress.say(`\n  Tickmark is at ${environment.baseUrl}\n`);
  const logins = environment.demoAllowed ? await demoLogins(environment.dataDirectory) : [];
  if (logins.length > 0) progress.say(`${loginsTable(logins).map((line) => `  ${line}`).join("\n")}\n`);
  progress.say("  Ctrl-C stops it.");
}

async function untilEnd(ending: AbortSignal): Promise<void> {
  if (!ending.aborted) await once(ending, "abort");
}

/**
 * Runs web and worker, and the embedded server below them, until the end is asked for. Web and worker have ended
 * when it resolves or rejects; the server still runs.
 * @param started told of the processes, so that a hurried end can reach them
 */
export async function serve(session: Session, database: OpenDatabase, started: (processes: Processes) => void): Promise<void> {
  const { environment, secrets, dev, progress, ending } = session;
  const say = (text: string): void => {
    if (!ending.aborted) progress.say(`  ${text}`);
  };
  const processes = startProcesses(environment, dev, say);
  started(processes);
  const watch =
    database.server === undefined
      ? undefined
      : watchServer(database.server, () => openEmbeddedServer(environment, secrets), () => processes.restart(), say);
  try {
    const ready = await processes.ready(ending);
    if (ready !== undefined) {
      progress.say(`  ${ready}`);
      await announce(session);
      await untilEnd(ending);
    }
    progress.say("\n  Ending: the worker puts its jobs down, the web server closes, the database last.");
  } finally {
    await watch?.end();
    await processes.stop();
  }
}
