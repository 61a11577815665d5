import { randomUUID } from "node:crypto";
import type { Context } from "#lib/platform/context.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { traced } from "#lib/platform/telemetry/trace.ts";
import { DUE_WORK } from "./registry.ts";

/** How long a dispatcher keeps a row to itself; after that another may try. */
const LEASE_MS = 5 * 60_000;
const BATCH = 50;

type DueRow = { organization_id: string; kind: string; subject_id: string };

/** Hands each piece of due work to its verb, as Tickmark itself, one organization at a time. */
export async function dispatchDueWork(): Promise<void> {
  const { database, clock } = runtime();
  const now = clock.now();
  await database.$queryRaw`SELECT directory_recall_ledger_work(${now}::timestamptz)::text`;
  const rows = await database.$queryRaw<DueRow[]>`
    SELECT * FROM directory_lease_due_work(${now}::timestamptz, ${new Date(now.getTime() + LEASE_MS)}::timestamptz, ${BATCH}::int)`;
  for (const row of rows) {
    const handle = DUE_WORK[row.kind];
    if (handle === undefined) {
      log.error("due_work.unknown_kind", { kind: row.kind });
      continue;
    }
    const context: Context = {
      organizationId: row.organization_id,
      actor: { kind: "system", name: row.kind },
      requestId: randomUUID(),
      clock,
    };
    try {
      const span = { fields: { "tickmark.due_work": row.kind }, ids: { "tickmark.organization": row.organization_id } };
      await traced(`due work ${row.kind}`, span, () => handle(context, row.subject_id));
    } catch (error) {
      log.error("due_work.failed", { kind: row.kind, subject: row.subject_id, ...errorFields(error) });
    }
  }
}
