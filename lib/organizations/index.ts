export { createOrganization, type CreatedOrganization, type NewOrganization } from "./create-organization.ts";
export type { OrganizationRow } from "./organization.repository.ts";
export { readOrganization } from "./read-organization.ts";
export { RESERVED_SLUGS, slugInput } from "./slug.ts";
