import path from "node:path";
import { childEnvironment } from "#lib/platform/env.ts";
import type { Environment } from "#lib/platform/env.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";
import { superviseChild } from "#lib/platform/supervisor/child.ts";
import type { SupervisedChild } from "#lib/platform/supervisor/child.ts";
import { openLogFile } from "#lib/platform/supervisor/log-file.ts";
import type { LogFile } from "#lib/platform/supervisor/log-file.ts";
import { localOrigin, waitForHealth } from "#lib/platform/supervisor/wait-for-health.ts";
import { webArguments } from "./web-arguments.ts";
import { LABEL_WIDTH, shownSeconds } from "../progress.ts";

/** A page may be in the middle of a download. */
const WEB_STOPS_WITHIN_MS = 10_000;
/**
 * A small young generation and a bounded old one keep the worker below 300 MB while gigabytes stream through it: V8 lets
 * garbage grow in proportion to what it may use. Two arenas do the same for what lies outside of V8's heap: glibc keeps
 * eight for each core. Measured by bench/log-scan.
 */
export const WORKER_MEMORY = ["--max-semi-space-size=4", "--max-old-space-size=512"] as const;
export const MALLOC_ARENAS = "2";
/** The worker puts its jobs down within 20 s; then it is ended. */
const WORKER_STOPS_WITHIN_MS = 30_000;
/** A message that is being taken is kept, or sent again. */
const MAIL_STOPS_WITHIN_MS = 10_000;
const READY_WITHIN_MS = 120_000;
/** A child that crashes this often before it ever was ready will not be helped by another try. */
const HOPELESS_CRASHES = 3;

export type Processes = {
  web: SupervisedChild;
  worker: SupervisedChild;
  /** Takes mail; undefined where no port is set for it. */
  mail: SupervisedChild | undefined;
  /**
   * Waits until the web server answers, and says after how long; undefined when the end was asked for meanwhile.
   * Throws with the web server's last lines when it does not start.
   */
  ready(ending: AbortSignal): Promise<string | undefined>;
  restart(): Promise<void>;
  /** What takes mail first, then the worker, so that a page can still show what it did; then the web server. */
  stop(): Promise<void>;
  kill(): void;
};

function start(name: string, args: string[], environment: Environment, dev: boolean, stopWithinMs: number, say: (text: string) => void): { child: SupervisedChild; log: LogFile } {
  const log = openLogFile(path.join(environment.dataDirectory, "logs", `${name}.log`));
  const child = superviseChild({
    args,
    env: childEnvironment({
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      MALLOC_ARENA_MAX: MALLOC_ARENAS,
      TICKMARK_DATA: environment.dataDirectory,
    }),
    log,
    echo: dev,
    stopWithinMs,
    onCrash: ({ exit, restartInMs }) => {
      const last = log.tail().at(-1);
      say(`The ${name} ended (${exit}) and starts again in ${restartInMs / 1000} s.${last === undefined ? "" : ` Its last line: ${last}`}`);
    },
  });
  return { child, log };
}

/** Starts the web server, the worker, and what takes mail where a port is set for it; keeps them running. */
export function startProcesses(environment: Environment, dev: boolean, say: (text: string) => void): Processes {
  const { host, port } = environment;
  const { child: web, log } = start("web", webArguments(environment, dev), environment, dev, WEB_STOPS_WITHIN_MS, say);
  const { child: worker } = start("worker", [...WORKER_MEMORY, "lib/cli/main.ts", "worker"], environment, dev, WORKER_STOPS_WITHIN_MS, say);
  const mail = environment.mailIntake === undefined ? undefined : start("mail", ["lib/cli/main.ts", "mail"], environment, dev, MAIL_STOPS_WITHIN_MS, say).child;
  return {
    web,
    worker,
    mail,
    async ready(ending) {
      const startedAt = performance.now();
      const reason = await waitForHealth(`${localOrigin(host, port)}/api/health`, () => {
        if (ending.aborted) return "the end was asked for";
        if (web.crashes >= HOPELESS_CRASHES) return `it ended ${web.crashes} times`;
        return performance.now() - startedAt > READY_WITHIN_MS ? `it did not answer within ${READY_WITHIN_MS / 1000} s` : undefined;
      });
      if (ending.aborted) return undefined;
      if (reason === undefined) return `${"Web, worker".padEnd(LABEL_WIDTH)}ready (${shownSeconds(performance.now() - startedAt)})`;
      throw new SetupProblem([`The web server did not start: ${reason}. Its last lines:`, ...log.tail()]);
    },
    async restart() {
      await Promise.all([web.restart(), worker.restart(), mail?.restart()]);
    },
    async stop() {
      await mail?.stop();
      await worker.stop();
      await web.stop();
    },
    kill() {
      mail?.kill();
      worker.kill();
      web.kill();
    },
  };
}
