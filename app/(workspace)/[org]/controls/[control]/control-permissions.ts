import { roleHolds } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";

/** What this person may do on a control's page; the verbs check it again. */
export type ControlPermissions = { submit: boolean; assign: boolean; manage: boolean; adopt: boolean; createPacket: boolean; perform: boolean; readRules: boolean };

export function permissionsOf(context: Context): ControlPermissions {
  const { actor } = context;
  const holds = (permission: Parameters<typeof roleHolds>[1]): boolean => actor.kind === "member" && roleHolds(actor.role, permission);
  return { submit: holds("evidence.submit"), assign: holds("evidence_requests.assign"), manage: holds("controls.manage"), adopt: holds("controls.adopt"), createPacket: holds("packets.create"), perform: holds("occurrences.perform"), readRules: holds("rules.read") };
}
