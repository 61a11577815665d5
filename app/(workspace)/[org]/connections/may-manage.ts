import { roleHolds } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";

/** Whether this person may connect vendors and have them collect. */
export function mayManage({ actor }: Context): boolean {
  return actor.kind === "member" && roleHolds(actor.role, "connections.manage");
}
