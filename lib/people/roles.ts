import type { Role } from "#prisma/generated/enums.ts";

/** The roles as people read them: a name, and what it is for. */
export const ROLE_WORDS: Readonly<Record<Role, { label: string; does: string }>> = {
  admin: { label: "Administrator", does: "everything: people, settings, and all that the other roles do" },
  compliance_manager: { label: "Compliance manager", does: "reviews evidence, runs engagements, makes packets, closes incidents" },
  security_analyst: { label: "Security analyst", does: "imports logs, judges alerts, runs incidents" },
  control_owner: { label: "Control owner", does: "hands in evidence for controls; sees controls and the overview" },
  employee: { label: "Employee", does: "sees what they owe" },
  auditor: { label: "Auditor", does: "reads one engagement in the auditor portal, and nothing else" },
};

/** In the order in which they are offered. */
export const ROLE_ORDER: readonly Role[] = ["admin", "compliance_manager", "security_analyst", "control_owner", "employee", "auditor"];

/** Roles that may hand in evidence, and so can own controls and evidence requests. */
export const OWNING_ROLES: readonly Role[] = ["admin", "compliance_manager", "security_analyst", "control_owner"];
