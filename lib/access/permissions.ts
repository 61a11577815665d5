import type { Role } from "#prisma/generated/enums.ts";

const STAFF = ["admin", "compliance_manager", "security_analyst", "control_owner"] as const;
const COMPLIANCE = ["admin", "compliance_manager"] as const;
const SECURITY = ["admin", "security_analyst"] as const;
const OPERATIONS = ["admin", "compliance_manager", "security_analyst"] as const;

/**
 * Every permission and the roles that hold it: the whole of Tickmark's authorisation, as data.
 * `system` permissions belong to Tickmark's own jobs and to nobody else.
 */
export const PERMISSIONS = {
  "overview.read": STAFF,
  "my_work.read": [...STAFF, "employee"],
  "my_work.delegate": STAFF,
  "controls.read": [...STAFF, "auditor"],
  "controls.adopt": ["admin"],
  "controls.manage": COMPLIANCE,
  "drafts.read": STAFF,
  "drafts.approve": COMPLIANCE,
  "systems.manage": COMPLIANCE,
  "first_week.manage": ["admin"],
  "frameworks.read": [...STAFF, "auditor"],
  "frameworks.manage": COMPLIANCE,
  "mappings.read": STAFF,
  "mappings.manage": COMPLIANCE,
  "evidence.read": [...STAFF, "auditor"],
  "evidence.submit": STAFF,
  "evidence.review": COMPLIANCE,
  "evidence.classify": COMPLIANCE,
  "evidence.dispose": COMPLIANCE,
  "evidence.redact": COMPLIANCE,
  "evidence.read_original": COMPLIANCE,
  "evidence.trust": COMPLIANCE,
  "evidence_requests.assign": COMPLIANCE,
  "files.release": SECURITY,
  "occurrences.perform": ["admin", "compliance_manager", "control_owner"],
  "occurrences.review": COMPLIANCE,
  "findings.read": [...STAFF, "auditor"],
  "findings.raise": STAFF,
  "findings.remediate": STAFF,
  "findings.manage": OPERATIONS,
  "findings.accept_risk": COMPLIANCE,
  "connections.read": OPERATIONS,
  "connections.manage": SECURITY,
  "inventory.read": OPERATIONS,
  "inventory.define": COMPLIANCE,
  "checks.read": STAFF,
  "checks.manage": OPERATIONS,
  "checks.configure": COMPLIANCE,
  "checks.accept_risk": COMPLIANCE,
  "standards.read": STAFF,
  "standards.manage": OPERATIONS,
  "logs.read": OPERATIONS,
  "logs.import": SECURITY,
  "rules.read": OPERATIONS,
  "rules.manage": SECURITY,
  "hunts.read": OPERATIONS,
  "hunts.run": SECURITY,
  "alerts.read": OPERATIONS,
  "alerts.judge": SECURITY,
  "incidents.read": [...OPERATIONS, "auditor"],
  "incidents.manage": SECURITY,
  "incidents.close": OPERATIONS,
  "packets.read": [...COMPLIANCE, "auditor"],
  "packets.create": COMPLIANCE,
  "packets.schedule": COMPLIANCE,
  "packets.resolve_people": COMPLIANCE,
  "engagements.read": [...COMPLIANCE, "auditor"],
  "engagements.manage": COMPLIANCE,
  "engagement.visit": ["auditor"],
  "help.read": [...STAFF, "employee", "auditor"],
  "search.read": [...STAFF, "employee", "auditor"],
  "notifications.read": [...STAFF, "employee", "auditor"],
  "organization.read": [...STAFF, "employee", "auditor"],
  "people.read": STAFF,
  "people.manage": ["admin"],
  "comments.read": [...STAFF, "auditor"],
  "comments.write": [...STAFF, "auditor"],
  "lists.arrange": [...STAFF, "auditor"],
  "lists.export": [...STAFF, "auditor"],
  "views.save": STAFF,
  "views.share": OPERATIONS,
  "settings.read": COMPLIANCE,
  "settings.manage": ["admin"],
  "api_keys.manage": ["admin"],
  "audit_trail.read": COMPLIANCE,
  "ledger.rotate_key": ["admin"],
  "data.read": COMPLIANCE,
  "data.export": ["admin"],
  "data.hold": ["admin"],
  "data.delete": ["admin"],
  "system.maintain": [],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether a role holds a permission. */
export function roleHolds(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}
