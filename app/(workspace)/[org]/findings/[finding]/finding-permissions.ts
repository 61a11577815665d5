import { roleHolds } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";

/** What a person may do with findings by their role; who owns one may remedy it besides. */
export type FindingPermissions = { manage: boolean; acceptRisk: boolean };

export function findingPermissions({ actor }: Context): FindingPermissions {
  const holds = (permission: "findings.manage" | "findings.accept_risk"): boolean => actor.kind === "member" && roleHolds(actor.role, permission);
  return { manage: holds("findings.manage"), acceptRisk: holds("findings.accept_risk") };
}
