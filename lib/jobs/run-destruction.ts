import { destroyOrganization } from "#lib/leaving/index.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import type { DestructionMessage } from "#lib/platform/queue.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { traced } from "#lib/platform/telemetry/trace.ts";

/**
 * Destroys an organization, as Tickmark itself. No {@link runJob}: its row would be destroyed with the rest.
 * @throws what it failed with, so that the queue offers it again
 */
export async function runDestruction({ organizationId, requestId }: DestructionMessage): Promise<void> {
  const context = { organizationId, actor: { kind: "system" as const, name: "deletion" }, requestId, clock: runtime().clock };
  try {
    await traced("job destruction", { kind: "consumer", fields: { "tickmark.job": "destruction" }, ids: { "tickmark.organization": organizationId } }, () => destroyOrganization(context, requestId));
  } catch (error) {
    log.error("destruction.failed", { organization: organizationId, ...errorFields(error) });
    throw error;
  }
}
