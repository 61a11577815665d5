import { actorId, type Context } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import type { JobKind } from "#lib/platform/job.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { traceParent } from "#lib/platform/telemetry/trace.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** Starts a job if, and only if, the transaction commits. @returns the id of its job_run */
export async function enqueueJob<Payload>(tx: TenantTransaction, context: Context, job: JobKind<Payload>, payload: Payload, subjectId: string): Promise<string> {
  const now = context.clock.now();
  const id = newId("job", now.getTime());
  const { organizationId } = context;
  await tx.jobRun.create({
    data: { organizationId, id, kind: job.kind, subjectId, payload: payload as object, requestedBy: actorId(context.actor), traceParent: traceParent() ?? null, status: "queued", createdAt: now, heartbeatAt: now },
  });
  await runtime().queue.send(tx, { organizationId, jobRunId: id });
  return id;
}
