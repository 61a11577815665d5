import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { withTenant } from "#lib/platform/tenant.ts";

/** Due work: has an organization destroyed whose time of grace may be over. Beside other due work, for it takes its time. */
export async function destroyWhenDue({ organizationId }: Context, requestId: string): Promise<void> {
  const { database, queue } = runtime();
  await withTenant(database, organizationId, (tx) => queue.sendDestruction(tx, { organizationId, requestId }));
}
