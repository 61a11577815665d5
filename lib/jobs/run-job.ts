import { memberContext } from "#lib/identity/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import type { Job } from "#lib/platform/job.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import type { JobMessage } from "#lib/platform/queue.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { metrics } from "#lib/platform/telemetry/metrics.ts";
import { traced, type OpenSpan } from "#lib/platform/telemetry/trace.ts";
import { withTenant, type TenantTransaction } from "#lib/platform/tenant.ts";

type JobRunRow = NonNullable<Awaited<ReturnType<TenantTransaction["jobRun"]["findUnique"]>>>;

/** Refusals that no further attempt can change. */
const FINAL = new Set(["not_found", "forbidden", "validation", "precondition_failed", "conflict"]);

/**
 * Runs one job for one organization: reads its row, rebuilds the actor and checks it again, runs, records how it ended.
 * A job that had finished is not run again; one that was cut off is, and must find its own place.
 *
 * @param lastAttempt whether the queue will not offer the job again
 * @throws what the job failed with while attempts remain, so that the queue offers it again
 */
export async function runJob(jobs: ReadonlyMap<string, Job>, message: JobMessage, lastAttempt: boolean): Promise<void> {
  const row = await startRun(message);
  if (row === null) return;
  const job = jobs.get(row.kind);
  if (job === undefined) throw new Error(`no job is registered under the kind ${row.kind}`);
  const span = { kind: "consumer" as const, parent: row.traceParent, fields: { "tickmark.job": row.kind, "tickmark.attempt": row.attempts }, ids: { "tickmark.organization": row.organizationId, "tickmark.job_id": row.id } };
  await traced(`job ${row.kind}`, span, (open) => attempt(job, row, message, lastAttempt, open));
}

async function attempt(job: Job, row: JobRunRow, message: JobMessage, lastAttempt: boolean, span: OpenSpan): Promise<void> {
  const { jobs: durations, jobWaits } = metrics();
  const started = performance.now();
  const count = (outcome: "finished" | "failed" | "tried again"): void => durations.observe({ kind: row.kind, outcome }, (performance.now() - started) / 1000);
  if (row.attempts === 1) jobWaits.observe({ kind: row.kind }, Math.max(0, (runtime().clock.now().getTime() - row.createdAt.getTime()) / 1000));
  try {
    const context = await rebuildContext(job, row);
    await job.run(context, job.payload.parse(row.payload), (step, share) => report(message, step, share));
    await finishRun(message, { status: "finished", progress: 1, error: null });
    count("finished");
    log.info("job.finished", { kind: row.kind, job: row.id, ms: Math.round(performance.now() - started) });
  } catch (error) {
    const final = lastAttempt || (isAppError(error) && FINAL.has(error.code));
    count(final ? "failed" : "tried again");
    span.failed(error);
    log.error("job.failed", { kind: row.kind, job: row.id, final, ...errorFields(error) });
    if (!final) throw error;
    const reason = isAppError(error) ? error.message : "It failed for a reason that is in the server's log under this job's id.";
    await finishRun(message, { status: "failed", error: reason });
    await job.onFailed?.(systemContext(job, row), job.payload.parse(row.payload), reason);
  }
}

async function startRun(message: JobMessage): Promise<JobRunRow | null> {
  const { database, clock } = runtime();
  return withTenant(database, message.organizationId, async (tx) => {
    const where = { organizationId_id: { organizationId: message.organizationId, id: message.jobRunId } };
    const row = await tx.jobRun.findUnique({ where });
    if (row === null || row.status === "finished" || row.status === "failed") return null;
    return tx.jobRun.update({ where, data: { status: "running", attempts: { increment: 1 }, heartbeatAt: clock.now() } });
  });
}

async function finishRun(message: JobMessage, data: { status: "finished" | "failed"; progress?: number; error: string | null }): Promise<void> {
  const { database, clock } = runtime();
  const now = clock.now();
  await withTenant(database, message.organizationId, (tx) =>
    tx.jobRun.update({
      where: { organizationId_id: { organizationId: message.organizationId, id: message.jobRunId } },
      data: { ...data, finishedAt: now, heartbeatAt: now },
    }),
  );
}

async function report(message: JobMessage, step: string, share: number): Promise<void> {
  const { database, clock } = runtime();
  await withTenant(database, message.organizationId, (tx) =>
    tx.jobRun.update({
      where: { organizationId_id: { organizationId: message.organizationId, id: message.jobRunId } },
      data: { step, progress: Math.min(1, Math.max(0, share)), heartbeatAt: clock.now() },
    }),
  );
}

async function rebuildContext(job: Job, row: JobRunRow): Promise<Context> {
  if (job.actor === "system" || row.requestedBy.startsWith("system:")) return systemContext(job, row);
  const context = await memberContext({ organizationId: row.organizationId, memberId: row.requestedBy, requestId: row.id, clock: runtime().clock });
  if (context === null) throw new AppError("forbidden", "requester_gone", "The person who asked for this is no longer a member.");
  return context;
}

function systemContext(job: Job, row: JobRunRow): Context {
  return { organizationId: row.organizationId, actor: { kind: "system", name: job.kind }, requestId: row.id, clock: runtime().clock };
}
