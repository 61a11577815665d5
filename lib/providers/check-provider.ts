import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { connectionProblem } from "./provider-client.ts";
import { findProvider, updateProvider } from "./provider.repository.ts";

/**
 * Fetches the provider's description again and keeps what came of it.
 *
 * @param issuer as the page shows it: a provider that was changed meanwhile is not the one that was asked
 * @returns what is wrong; null when nothing is
 */
export const checkProvider = defineVerb({
  name: "providers.check",
  permission: "settings.manage",
  effect: "write",
  input: z.strictObject({ issuer: z.url().max(500) }),
  prepare: ({ issuer }): Promise<string | null> => connectionProblem(issuer),
  async run({ tx, context: { organizationId }, input, prepared: problem, now, audit }): Promise<string | null> {
    const provider = await findProvider(tx, organizationId);
    if (provider?.issuer !== input.issuer) throw notFound("provider");
    await updateProvider(tx, organizationId, provider.id, { checkedAt: now, checkProblem: problem });
    await audit({ action: "provider.checked", subjectKind: "provider", subjectId: organizationId, changes: { issuer: input.issuer, problem } });
    return problem;
  },
});
