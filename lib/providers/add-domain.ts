import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { newToken } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { domainInput } from "./domain-name.ts";
import { PROVIDER_LIMITS } from "./limits.ts";
import { insertDomain, listDomains } from "./provider.repository.ts";

/** Notes a mail domain as the organization's own. It counts for nothing until it is proven. @throws AppError limit_exceeded */
export const addDomain = defineVerb({
  name: "providers.add_domain",
  permission: "settings.manage",
  effect: "write",
  input: z.strictObject({ domain: domainInput }),
  async run({ tx, context: { organizationId }, input: { domain }, now, audit, unchanged }): Promise<void> {
    if ((await listDomains(tx)).length >= PROVIDER_LIMITS.domains) throw new AppError("limit_exceeded", "too_many_domains", `An organization has at most ${PROVIDER_LIMITS.domains} domains.`);
    if (!(await insertDomain(tx, organizationId, { domain, token: newToken(), createdAt: now, provenAt: null }))) return unchanged();
    await audit({ action: "provider.domain_added", subjectKind: "provider", subjectId: organizationId, changes: { domain } });
  },
});
