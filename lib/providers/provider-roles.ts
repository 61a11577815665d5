/** Roles that a provider can give: an auditor belongs to an engagement, which no directory of the company knows. */
export const PROVIDER_ROLES = ["admin", "compliance_manager", "security_analyst", "control_owner", "employee"] as const;
export type ProviderRole = (typeof PROVIDER_ROLES)[number];
