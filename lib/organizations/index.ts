export { createOrganization } from "./create-organization.ts";
export { findOrganization, type OrganizationRow } from "./organization.repository.ts";
export { readOrganization } from "./read-organization.ts";
export { slugInput } from "./slug.ts";
