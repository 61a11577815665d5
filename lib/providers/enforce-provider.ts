import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { PROVIDER_LIMITS } from "./limits.ts";
import { countLinks, findProvider, listAdministrators, lockProvider, updateProvider } from "./provider.repository.ts";

/**
 * Makes the provider the only way into the organization, or one of several again. At least one administrator keeps
 * another way, with a second factor of their own: a provider that fails must not lock everybody out.
 *
 * @throws AppError precondition_failed (nobody_came_by_provider), validation (exempt_missing), not_found
 */
export const enforceProvider = defineVerb({
  name: "providers.enforce",
  permission: "settings.manage",
  effect: "write",
  input: z.strictObject({ enforced: z.boolean(), exemptMemberIds: z.array(idInput).max(PROVIDER_LIMITS.exempt, `At most ${PROVIDER_LIMITS.exempt}.`) }),
  async run({ tx, context: { organizationId }, input, audit, unchanged }): Promise<void> {
    await lockProvider(tx);
    const provider = await findProvider(tx, organizationId);
    if (provider === null) throw notFound("provider");
    const exemptMemberIds = [...new Set(input.exemptMemberIds)].sort();
    const administrators = new Set((await listAdministrators(tx)).map(({ id }) => id));
    if (exemptMemberIds.some((id) => !administrators.has(id))) throw notFound("administrator");
    if (input.enforced && exemptMemberIds.length === 0) {
      throw new AppError("validation", "exempt_missing", "Nothing was changed.", [{ path: "exemptMemberIds", message: "Choose at least one administrator who gets in when the provider fails." }]);
    }
    if (input.enforced && (await countLinks(tx)) === 0) {
      throw new AppError("precondition_failed", "nobody_came_by_provider", "Nobody has signed in through the provider yet. Sign in through it once yourself, so that it is known to work.");
    }
    if (provider.enforced === input.enforced && String(provider.exemptMemberIds) === String(exemptMemberIds)) return unchanged();
    await updateProvider(tx, organizationId, provider.id, { enforced: input.enforced, exemptMemberIds });
    await audit({ action: input.enforced ? "provider.enforced" : "provider.not_enforced", subjectKind: "provider", subjectId: organizationId, changes: { exempt: exemptMemberIds } });
  },
});
