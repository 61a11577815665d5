import { log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { withTenant } from "#lib/platform/tenant.ts";

/**
 * A run without a sign of life for this long has lost its message: the queue gives up a silent worker after 30 s and
 * offers the job again within two minutes even with back-off.
 */
const SILENT_AFTER_MS = 10 * 60_000;
const BATCH = 100;

/** Sends again what the queue lost. Harmless when it had not: a finished run is not run again. */
export async function sweepJobRuns(): Promise<void> {
  const { database, queue, clock } = runtime();
  const organizations = await database.$queryRaw<{ organization_id: string }[]>`SELECT organization_id FROM directory_organizations()`;
  const now = clock.now();
  for (const { organization_id: organizationId } of organizations) {
    await withTenant(database, organizationId, async (tx) => {
      const silent = await tx.jobRun.findMany({
        where: { status: { in: ["queued", "running"] }, heartbeatAt: { lt: new Date(now.getTime() - SILENT_AFTER_MS) } },
        orderBy: { heartbeatAt: "asc" },
        take: BATCH,
      });
      for (const run of silent) {
        await tx.jobRun.update({ where: { organizationId_id: { organizationId, id: run.id } }, data: { heartbeatAt: now } });
        await queue.send(tx, { organizationId, jobRunId: run.id });
        log.warn("job.sent_again", { kind: run.kind, job: run.id });
      }
    });
  }
}
