import { PgBoss } from "pg-boss";
import { withConnection } from "./postgres/connection-problem.ts";
import { ROLES } from "./postgres/roles.ts";
import { DESTRUCTION_OPTIONS, DESTRUCTION_QUEUE, JOB_OPTIONS, JOB_QUEUE } from "./queue.ts";

/** Schema of the job queue's tables. */
export const JOB_SCHEMA = "pgboss";

/**
 * Creates the schema and the queue, or brings them to the installed pg-boss, as the jobs role, and lets the app role
 * enqueue inside its own transactions: it may read the queue's tables and insert into them, never change or delete a job.
 * @param jobsUrl the jobs role's URL
 */
export async function installJobSchema(jobsUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: jobsUrl,
    schema: JOB_SCHEMA,
    max: 1,
    // Set-up only: the worker does the queue's housekeeping.
    supervise: false,
    schedule: false,
  });
  const failures: unknown[] = [];
  boss.on("error", (error) => failures.push(error));
  await boss.start();
  // Sending needs the queue's row, and the web server may send before any worker has run.
  if ((await boss.getQueue(JOB_QUEUE)) === null) await boss.createQueue(JOB_QUEUE, { ...JOB_OPTIONS });
  if ((await boss.getQueue(DESTRUCTION_QUEUE)) === null) await boss.createQueue(DESTRUCTION_QUEUE, { ...DESTRUCTION_OPTIONS });
  await boss.stop({ graceful: false });
  if (failures.length > 0) throw failures[0];
  await withConnection(jobsUrl, "The jobs role's connection", async (client) => {
    await client.query(
      `GRANT USAGE ON SCHEMA ${JOB_SCHEMA} TO ${ROLES.app};
       GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA ${JOB_SCHEMA} TO ${ROLES.app};
       GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${JOB_SCHEMA} TO ${ROLES.app};
       -- Queues with a partition of their own get their table later.
       ALTER DEFAULT PRIVILEGES IN SCHEMA ${JOB_SCHEMA} GRANT SELECT, INSERT ON TABLES TO ${ROLES.app}`,
    );
  });
}
