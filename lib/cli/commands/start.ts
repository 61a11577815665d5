import { parseArgs } from "node:util";
import { env } from "#lib/platform/env.ts";
import type { Environment } from "#lib/platform/env.ts";
import { ensureSecrets } from "#lib/platform/secrets.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";
import { dataHolder, lockData } from "#lib/platform/supervisor/data-lock.ts";
import { terminalProgress } from "../progress.ts";
import { checkPort } from "../start/check-port.ts";
import { onEndRequest } from "../start/end-request.ts";
import type { OpenDatabase } from "../start/open-database.ts";
import { prepare } from "../start/prepare.ts";
import type { Processes } from "../start/processes.ts";
import { serve } from "../start/serve.ts";

function alreadyRunning(environment: Environment, pid: number): SetupProblem {
  return new SetupProblem(`Tickmark already runs with the data folder ${environment.dataDirectory} (process ${pid}).`);
}

// Nothing is written before this passed.
async function checkMachine(environment: Environment): Promise<void> {
  const holder = await dataHolder(environment.dataDirectory);
  if (holder !== undefined) throw alreadyRunning(environment, holder.pid);
  await checkPort(environment.host, environment.port);
}

/**
 * `tickmark start [--dev]`: brings everything up in order, keeps it running, and takes it down in reverse.
 * Answers 0 after Ctrl-C or SIGTERM.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { dev: { type: "boolean", default: false } } });
  const environment = env();
  await checkMachine(environment);
  const secrets = await ensureSecrets(environment.dataDirectory);
  const lock = await lockData(environment.dataDirectory);
  if ("heldBy" in lock) throw alreadyRunning(environment, lock.heldBy.pid);

  let database: OpenDatabase | undefined;
  let processes: Processes | undefined;
  const ending = onEndRequest(() => processes?.kill());
  const progress = terminalProgress(ending);
  const session = { environment, secrets, dev: values.dev, progress, ending };
  try {
    await prepare(session, (opened) => (database = opened));
    if (database !== undefined) await serve(session, database, (started) => (processes = started));
  } catch (error) {
    // What fails because the end was asked for is no failure.
    if (!ending.aborted) throw error;
  } finally {
    await database?.server?.stop();
    await lock.release();
  }
  progress.say("  Ended.");
  return 0;
}
