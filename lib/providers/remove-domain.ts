import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { domainInput } from "./domain-name.ts";
import { deleteDomain } from "./provider.repository.ts";

/** Gives a domain up. Nobody new of it comes in; who came keeps coming. @throws AppError not_found */
export const removeDomain = defineVerb({
  name: "providers.remove_domain",
  permission: "settings.manage",
  effect: "write",
  input: z.strictObject({ domain: domainInput }),
  async run({ tx, context: { organizationId }, input: { domain }, audit }): Promise<void> {
    if (!(await deleteDomain(tx, organizationId, domain))) throw notFound("domain");
    await audit({ action: "provider.domain_removed", subjectKind: "provider", subjectId: organizationId, changes: { domain } });
  },
});
