import { PgBoss, type JobWithMetadata } from "pg-boss";
import { forgetAccountMails, sendAccountMails } from "#lib/identity/index.ts";
import type { Job } from "#lib/platform/job.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { DESTRUCTION_OPTIONS, DESTRUCTION_QUEUE, JOB_OPTIONS, JOB_QUEUE, type DestructionMessage, type JobMessage } from "#lib/platform/queue.ts";
import { readMaintenance } from "#lib/platform/maintenance.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { dispatchDueWork } from "./dispatch-due-work.ts";
import { JOBS } from "./registry.ts";
import { runDestruction } from "./run-destruction.ts";
import { runJob } from "./run-job.ts";
import { sweepJobRuns } from "./sweep-job-runs.ts";
import { workerPresence } from "./worker-presence.ts";

/** Jobs that one worker runs at once, and how many of them one organization may take: nobody waits for another's backlog. */
const CONCURRENCY = 4;
const PER_ORGANIZATION = 2;
const DISPATCH_EVERY_MS = 15_000;
const SWEEP_EVERY_MS = 60_000;
/** Somebody sits before a page that says that a mail is on its way. */
const ACCOUNT_MAIL_EVERY_MS = 3_000;
const FORGET_EVERY_MS = 3_600_000;
const PRESENT_EVERY_MS = 10_000;
/** How soon a worker notices that the installation was closed or opened. */
const MAINTENANCE_EVERY_MS = 3_000;
/**
 * How often the queue looks for jobs whose worker fell silent. Its own minute, on top of the 30 s of silence and the same
 * minute between two looks of all workers, left the jobs of a killed worker lying for more than two minutes.
 */
const LOOK_FOR_SILENT = { superviseIntervalSeconds: 10, monitorIntervalSeconds: 8 } as const;
/** A job step commits within seconds; what takes longer is cut off and offered to the next worker. */
const STOP_WITHIN_MS = 20_000;

export type Worker = { stop(): Promise<void> };

/**
 * Starts taking jobs. The runtime must be configured.
 *
 * @param jobsUrl connection URL of the jobs role, which owns the queue's schema
 */
export async function startWorker(jobsUrl: string): Promise<Worker> {
  const boss = new PgBoss({ connectionString: jobsUrl, max: 6, application_name: "tickmark-worker", ...LOOK_FOR_SILENT });
  boss.on("error", (error: unknown) => log.error("queue.error", errorFields(error)));
  await boss.start();
  if ((await boss.getQueue(JOB_QUEUE)) === null) await boss.createQueue(JOB_QUEUE, { ...JOB_OPTIONS });
  if ((await boss.getQueue(DESTRUCTION_QUEUE)) === null) await boss.createQueue(DESTRUCTION_QUEUE, { ...DESTRUCTION_OPTIONS });
  const jobs = new Map<string, Job>(JOBS.map((job) => [job.kind, job as Job]));
  const gate = jobGate(boss, jobs);
  await gate.follow();
  const presence = workerPresence();
  const timers = [
    every("presence", PRESENT_EVERY_MS, presence.beat),
    every("maintenance", MAINTENANCE_EVERY_MS, gate.follow),
    every("dispatch", DISPATCH_EVERY_MS, () => gate.whileOpen(dispatchDueWork)),
    every("sweep", SWEEP_EVERY_MS, () => gate.whileOpen(sweepJobRuns)),
    every("account_mail", ACCOUNT_MAIL_EVERY_MS, () => gate.whileOpen(sendAccountMails)),
    every("forget", FORGET_EVERY_MS, () => gate.whileOpen(forgetAccountMails)),
  ];
  log.info("worker.ready", { kinds: jobs.size });
  return {
    async stop() {
      await Promise.all(timers.map((timer) => timer.stop()));
      await boss.stop({ graceful: true, timeout: STOP_WITHIN_MS });
      await presence.leave();
    },
  };
}

/** Takes jobs while the installation is open, and none while it is closed for maintenance; jobs at hand are finished. */
function jobGate(boss: PgBoss, jobs: ReadonlyMap<string, Job>): { follow(): Promise<void>; whileOpen(work: () => Promise<void>): Promise<void> } {
  let open = false;
  const take = async (batch: JobWithMetadata<JobMessage>[]): Promise<void> => {
    for (const item of batch) await runJob(jobs, item.data, item.retryCount >= item.retryLimit);
  };
  const destroy = async (batch: { data: DestructionMessage }[]): Promise<void> => {
    for (const { data } of batch) await runDestruction(data);
  };
  return {
    async follow() {
      const wanted = (await readMaintenance(runtime().database)) === null;
      if (wanted === open) return;
      if (wanted) {
        await boss.work(JOB_QUEUE, { includeMetadata: true, localConcurrency: CONCURRENCY, groupConcurrency: PER_ORGANIZATION, pollingIntervalSeconds: 0.5 }, take);
        await boss.work(DESTRUCTION_QUEUE, { pollingIntervalSeconds: 2 }, destroy);
      } else await Promise.all([boss.offWork(JOB_QUEUE), boss.offWork(DESTRUCTION_QUEUE)]);
      open = wanted;
      log.info(open ? "worker.open" : "worker.closed");
    },
    whileOpen: (work) => (open ? work() : Promise.resolve()),
  };
}

/** Runs `work` now and then after each pause; a failure is logged and the next turn comes all the same. */
function every(name: string, pauseMs: number, work: () => Promise<void>): { stop(): Promise<void> } {
  let stopped = false;
  let wake: () => void = () => undefined;
  const loop = async (): Promise<void> => {
    while (!stopped) {
      try {
        await work();
      } catch (error) {
        log.error(`${name}.failed`, errorFields(error));
      }
      if (!stopped) await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const done = loop();
  return {
    stop() {
      stopped = true;
      wake();
      return done;
    },
  };
}
