import { fromPrisma, PgBoss } from "pg-boss";
import type { TenantTransaction } from "./tenant.ts";

/** The one queue of pg-boss that all jobs travel in; the kind is in the message. Ids only: progress lives in job_run. */
export const JOB_QUEUE = "tickmark";

export type JobMessage = { organizationId: string; jobRunId: string };

/**
 * Organizations that are to be destroyed. A queue of its own: it takes minutes to hours, runs beside everything else, and
 * outlives the rows of its organization, job_run among them.
 */
export const DESTRUCTION_QUEUE = "tickmark-destruction";

export type DestructionMessage = { organizationId: string; requestId: string };

export type Queue = {
  /** Sends inside the caller's transaction: the job exists if, and only if, the transaction commits. */
  send(tx: TenantTransaction, message: JobMessage, startAfter?: Date): Promise<void>;
  /** Has an organization destroyed. Once: while it waits or runs, another message for it is none. */
  sendDestruction(tx: TenantTransaction, message: DestructionMessage): Promise<void>;
};

/**
 * How a job is retried. A worker that dies stops its heartbeat, and the job goes to another after 30 s.
 * Four attempts with back-off cover a restart of the database; what still fails is shown as failed.
 */
export const JOB_OPTIONS = { retryLimit: 4, retryDelay: 2, retryBackoff: true, heartbeatSeconds: 30, expireInSeconds: 6 * 3600 } as const;

/** `exclusive`: of one organization's destruction there is one that waits or runs. What failed for good is sent again by its due work. */
export const DESTRUCTION_OPTIONS = { ...JOB_OPTIONS, expireInSeconds: 24 * 3600, policy: "exclusive" } as const;

/**
 * A sender without a connection of its own: everything it reads and writes goes through the caller's transaction.
 * pg-boss keeps its knowledge of queues per instance and reads it through the instance's connection, so each send has
 * its own instance, never started; a shared one would take a second connection while the caller holds one.
 */
export function openQueue(): Queue {
  const bossOf = (tx: TenantTransaction): PgBoss => new PgBoss({ db: fromPrisma(tx), supervise: false, schedule: false, migrate: false });
  return {
    async send(tx, message, startAfter) {
      await bossOf(tx).send(JOB_QUEUE, message, {
        ...JOB_OPTIONS,
        group: { id: message.organizationId },
        ...(startAfter === undefined ? {} : { startAfter }),
      });
    },
    async sendDestruction(tx, message) {
      await bossOf(tx).send(DESTRUCTION_QUEUE, message, { singletonKey: message.organizationId });
    },
  };
}
