import { roleHolds } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";

/** Whether to offer adding, changing and removing. The verbs decide again. */
export function mayManagePeople({ actor }: Context): boolean {
  return actor.kind === "member" && roleHolds(actor.role, "people.manage");
}
