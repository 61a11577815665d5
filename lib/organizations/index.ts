export { changeOrganization } from "./change-organization.ts";
export { createOrganization, type CreatedOrganization } from "./create-organization.ts";
export { foundAsMember, foundByLink } from "./found-organization.ts";
export { findOrganization, timeZoneOf, type OrganizationRow } from "./organization.repository.ts";
export { readOrganization } from "./read-organization.ts";
export { slugInput } from "./slug.ts";
