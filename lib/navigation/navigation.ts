import { roleHolds, type Permission } from "#lib/access/index.ts";
import type { Role } from "#prisma/generated/enums.ts";
import type { WaitingCounts } from "./navigation.repository.ts";

/** One screen of the workspace: what leads to it, and what it counts. */
export type NavigationEntry = {
  /** Path below the organization's address. */
  path: string;
  label: string;
  /** Open work or stock; undefined where a number would say nothing. */
  count?: number;
  /** Whether the count is work that somebody owes. */
  owed?: boolean;
};

/** A titled run of entries; the first has no title. */
export type NavigationGroup = { title: string | null; entries: NavigationEntry[] };

type Place = { path: string; label: string; permission: Permission; count?: keyof WaitingCounts; owed?: boolean };

const PLACES: readonly { title: string | null; places: readonly Place[] }[] = [
  {
    title: null,
    places: [
      { path: "first-week", label: "First week", permission: "first_week.manage" },
      { path: "my-work", label: "My work", permission: "my_work.read" },
      { path: "overview", label: "Overview", permission: "overview.read" },
    ],
  },
  {
    title: "Controls",
    places: [
      { path: "controls", label: "Controls", permission: "controls.read" },
      { path: "frameworks", label: "Frameworks", permission: "frameworks.read" },
      { path: "occurrences", label: "Occurrences", permission: "controls.read" },
      { path: "evidence", label: "Evidence", permission: "evidence.read", count: "awaitingReview", owed: true },
      { path: "findings", label: "Findings", permission: "findings.read", count: "openFindings", owed: true },
    ],
  },
  {
    title: "Operations",
    places: [
      { path: "alerts", label: "Alerts", permission: "alerts.read", count: "alertsToJudge", owed: true },
      { path: "incidents", label: "Incidents", permission: "incidents.read", count: "openIncidents", owed: true },
      { path: "inventory", label: "Collected", permission: "inventory.read" },
      { path: "logs", label: "Logs", permission: "logs.read" },
      { path: "rules", label: "Rules", permission: "rules.read" },
      { path: "checks", label: "Checks", permission: "checks.read" },
      { path: "standards", label: "Standards", permission: "standards.read" },
      { path: "reconciliation", label: "Reconciliation", permission: "inventory.read" },
    ],
  },
  {
    title: "Assurance",
    places: [
      { path: "engagements", label: "Engagements", permission: "engagements.read" },
      { path: "packets", label: "Packets", permission: "packets.read", count: "packets" },
    ],
  },
  {
    title: "Company",
    places: [
      { path: "connections", label: "Connections", permission: "connections.read" },
      { path: "people", label: "People", permission: "people.read" },
      { path: "settings", label: "Settings", permission: "settings.read" },
      { path: "audit-trail", label: "Audit trail", permission: "audit_trail.read" },
      { path: "ledger", label: "Ledger", permission: "audit_trail.read" },
    ],
  },
];

/** The entries that a role may open, with their counts. A group without any is left out; the first week is there until it has ended. */
export function navigationOf(role: Role, counts: WaitingCounts, firstWeek: boolean): NavigationGroup[] {
  return PLACES.map(({ title, places }) => ({
    title,
    entries: places
      .filter((place) => roleHolds(role, place.permission) && (firstWeek || place.path !== "first-week"))
      .map(({ path, label, count, owed }) => ({ path, label, ...(count === undefined ? {} : { count: counts[count], owed: owed ?? false }) })),
  })).filter((group) => group.entries.length > 0);
}

const FIRST: Record<Exclude<Role, "auditor">, string> = {
  admin: "overview",
  compliance_manager: "overview",
  security_analyst: "alerts",
  control_owner: "my-work",
  employee: "my-work",
};

/** Where a person of this role begins, below the organization's address. Auditors begin in the portal instead. */
export function firstScreen(role: Exclude<Role, "auditor">): string {
  return FIRST[role];
}
