import { z } from "zod";
import { defineVerb, lineInput, regionInput, timeZoneInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findOrganization, setOrganization } from "./organization.repository.ts";

/**
 * Gives the organization another name, time zone or region. Its address stays: links into it stand in mails and packets. What
 * was recorded keeps its instants; only how they are shown, and periods made from now on, follow time zone and region.
 */
export const changeOrganization = defineVerb({
  name: "organizations.change",
  permission: "settings.manage",
  effect: "write",
  input: z.strictObject({ name: lineInput(120), timeZone: timeZoneInput, region: regionInput.optional() }),
  async run({ tx, context, input, audit, unchanged }): Promise<void> {
    const before = await findOrganization(tx, context.organizationId);
    if (before === null) throw notFound("organization");
    const region = input.region ?? before.region;
    if (before.name === input.name && before.timeZone === input.timeZone && before.region === region) return unchanged();
    await setOrganization(tx, before.id, { ...input, region });
    await audit({
      action: "organization.changed",
      subjectKind: "organization",
      subjectId: before.id,
      changes: {
        ...(before.name === input.name ? {} : { name: { before: before.name, after: input.name } }),
        ...(before.timeZone === input.timeZone ? {} : { time_zone: { before: before.timeZone, after: input.timeZone } }),
        ...(before.region === region ? {} : { region: { before: before.region, after: region } }),
      },
    });
  },
});
