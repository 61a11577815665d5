import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { connectorOf } from "./connectors.ts";
import { lockCollector, putCollectDue, updateCollector, type ConnectionRow } from "./connection.repository.ts";

/** Has every collector of a connection run as soon as the dispatcher comes by. */
export async function runSoon(tx: TenantTransaction, organizationId: string, { id, connector }: Pick<ConnectionRow, "id" | "connector">, now: Date): Promise<void> {
  for (const collector of connectorOf(connector).collectors) {
    await lockCollector(tx, organizationId, id, collector.id);
    await updateCollector(tx, organizationId, id, collector.id, { nextDueAt: now });
    await putCollectDue(tx, id, collector.id, now);
  }
}

/** @throws AppError precondition_failed (connection_removed) */
export function requireUsable({ state }: Pick<ConnectionRow, "state">): void {
  if (state === "removed") throw new AppError("precondition_failed", "connection_removed", "The connection was removed. What it collected stays; connect the vendor again to collect more.");
}
