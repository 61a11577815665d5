import { fromPrisma, PgBoss } from "pg-boss";
import type { TenantTransaction } from "./tenant.ts";

/** The one queue of pg-boss that all jobs travel in; the kind is in the message. Ids only: progress lives in job_run. */
export const JOB_QUEUE = "tickmark";

export type JobMessage = { organizationId: string; jobRunId: string };

export type Queue = {
  /** Sends inside the caller's transaction: the job exists if, and only if, the transaction commits. */
  send(tx: TenantTransaction, message: JobMessage, startAfter?: Date): Promise<void>;
};

/**
 * How a job is retried. A worker that dies stops its heartbeat, and the job goes to another after 30 s.
 * Four attempts with back-off cover a restart of the database; what still fails is shown as failed.
 */
export const JOB_OPTIONS = { retryLimit: 4, retryDelay: 2, retryBackoff: true, heartbeatSeconds: 30, expireInSeconds: 6 * 3600 } as const;

/** A sender that owns no connection of its own and is never started: it only writes through the caller's transaction. */
export function openQueue(appUrl: string): Queue {
  const boss = new PgBoss({ connectionString: appUrl, max: 1, supervise: false, schedule: false, migrate: false });
  return {
    async send(tx, message, startAfter) {
      await boss.send(JOB_QUEUE, message, {
        ...JOB_OPTIONS,
        group: { id: message.organizationId },
        db: fromPrisma(tx),
        ...(startAfter === undefined ? {} : { startAfter }),
      });
    },
  };
}
