import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { endProviderSessions } from "#lib/identity/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { deleteLinks, deleteProvider, findProvider, lockProvider } from "./provider.repository.ts";

/**
 * Disconnects the provider: its secret and its links are deleted, and every session that it began ends. People stay
 * members; who has no password chooses one by mail.
 *
 * @returns how many sessions ended
 * @throws AppError not_found
 */
export const disconnectProvider = defineVerb({
  name: "providers.disconnect",
  permission: "settings.manage",
  effect: "write",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now, audit }): Promise<number> {
    await lockProvider(tx);
    const provider = await findProvider(tx, organizationId);
    if (provider === null) throw notFound("provider");
    const links = await deleteLinks(tx);
    await deleteProvider(tx, organizationId, provider.id);
    const sessions = await endProviderSessions(tx, { organizationId }, now);
    await audit({ action: "provider.disconnected", subjectKind: "provider", subjectId: organizationId, changes: { issuer: provider.issuer, links_ended: links, sessions_ended: sessions } });
    return sessions;
  },
});
