import { roleHolds, type Permission } from "#lib/access/index.ts";
import type { Role } from "#prisma/generated/enums.ts";

/** Something to do that has a page of its own, below the organization's address, with other words for it. */
export type Act = { path: string; label: string; also: string };

const ACTS: readonly (Act & { permission: Permission })[] = [
  { path: "evidence/new", label: "Submit evidence", also: "upload file add new", permission: "evidence.submit" },
  { path: "evidence/review", label: "Review evidence", also: "accept reject queue", permission: "evidence.review" },
  { path: "controls/library", label: "Add controls from the library", also: "adopt new", permission: "controls.manage" },
  { path: "findings/new", label: "Raise a finding", also: "gap issue exception new add", permission: "findings.raise" },
  { path: "logs/new", label: "Import logs", also: "upload file segment add new", permission: "logs.import" },
  { path: "engagements/new", label: "New engagement", also: "create audit add", permission: "engagements.manage" },
  { path: "packets/new", label: "New packet", also: "create report seal add", permission: "packets.create" },
  { path: "packets/schedules", label: "Packet schedules", also: "recurring", permission: "packets.schedule" },
  { path: "packets/schedules/new", label: "Schedule packets", also: "new recurring create", permission: "packets.schedule" },
  { path: "people/invite", label: "Invite people", also: "add member new user", permission: "people.manage" },
  { path: "people/invitations", label: "Invitations", also: "pending", permission: "people.manage" },
];

/** What a role may begin from anywhere. */
export function actsOf(role: Role): Act[] {
  return ACTS.filter(({ permission }) => roleHolds(role, permission)).map(({ path, label, also }) => ({ path, label, also }));
}
