import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findOrganization, type OrganizationRow } from "./organization.repository.ts";

/** The organization itself: name, address, time zone, and whether its data is the demo's. For everyone in it. */
export const readOrganization = defineVerb({
  name: "organizations.read",
  permission: "organization.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context }): Promise<OrganizationRow> {
    const row = await findOrganization(tx, context.organizationId);
    if (row === null) throw notFound("organization");
    return row;
  },
});
