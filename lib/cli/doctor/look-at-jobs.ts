import { JOB_SCHEMA } from "#lib/platform/job-schema.ts";
import { beginCopying } from "#lib/platform/backup/table-copy.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import type { RoleUrls } from "#lib/platform/postgres/roles.ts";
import { JOB_QUEUE } from "#lib/platform/queue.ts";
import { right, wrong, type Finding } from "./finding.ts";

/** A worker takes a job within seconds; after this long none takes any. */
const MOST_WAIT_S = 15 * 60;

type Depth = { waiting: number; running: number; oldest_s: number };

/** What waits in the queue. Jobs that are due later do not wait. */
export async function lookAtQueue(urls: RoleUrls): Promise<Finding> {
  const depth = await withConnection(urls.jobs, "The jobs role's connection", async (client) => {
    const { rows } = await client.query<Depth>(
      `SELECT count(*) FILTER (WHERE state < 'active')::int AS waiting, count(*) FILTER (WHERE state = 'active')::int AS running,
              coalesce(extract(epoch FROM max(now() - greatest(created_on, start_after)) FILTER (WHERE state < 'active')), 0)::int AS oldest_s
         FROM ${JOB_SCHEMA}.job WHERE name = $1 AND state <= 'active' AND start_after <= now()`,
      [JOB_QUEUE],
    );
    return rows[0] ?? { waiting: 0, running: 0, oldest_s: 0 };
  });
  const says = `${depth.waiting} waiting, ${depth.running} running${depth.waiting > 0 ? `, the oldest waits since ${depth.oldest_s} s` : ""}`;
  if (depth.oldest_s <= MOST_WAIT_S) return right("Queue", says);
  return wrong("Queue", says, 'No worker takes them: start Tickmark, or "tickmark worker" beside it.');
}

type Run = { kind: string; id: string; silent_s: number };

/** Runs that gave no sign of life for long: their worker died, and none looked after them since. */
export async function lookAtJobs(urls: RoleUrls): Promise<Finding> {
  const stuck = await withConnection(urls.owner, "The owner role's connection", async (client) => {
    await beginCopying(client, "one snapshot, read only");
    const { rows } = await client.query<Run>(
      `SELECT kind, id, extract(epoch FROM now() - heartbeat_at)::int AS silent_s FROM job_run
        WHERE status IN ('queued', 'running') AND heartbeat_at < now() - make_interval(secs => $1) ORDER BY heartbeat_at LIMIT 100`,
      [MOST_WAIT_S],
    );
    return rows;
  });
  const [first] = stuck;
  if (first === undefined) return right("Jobs", "none is stuck");
  return wrong("Jobs", `${stuck.length}${stuck.length === 100 ? " or more" : ""} stuck, the first ${first.kind} (${first.id}) since ${first.silent_s} s`, "A running worker sends them again within ten minutes: start one.");
}
