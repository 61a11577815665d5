import { z } from "zod";
import { defineVerb, lineInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { connectionProblem } from "./provider-client.ts";
import { openProviderSecret, sealProviderSecret } from "./provider-secret.ts";
import { deleteLinks, findProvider, insertProvider, lockProvider, updateProvider, type ProviderRow } from "./provider.repository.ts";

const issuerInput = z.string().trim().max(500, "At most 500 characters.").refine((text) => URL.canParse(text) && ["https:", "http:"].includes(new URL(text).protocol) && new URL(text).search === "", "Write the issuer as the provider gives it, like https://login.example.com.");

/** What a provider begins with: nobody new comes in, and nobody's role changes, until somebody says so. */
const CAREFUL = { roleClaim: "", roles: [], fallbackRole: "employee", newMembers: false, trustUnstatedMail: false, enforced: false, exemptMemberIds: [] } as const;

/**
 * Connects the organization to its provider, after its description was fetched and found to be in order. Without a
 * secret the one that is kept stays. Another issuer knows nobody yet: the links to the earlier one end.
 *
 * @throws AppError validation (provider_unusable, located at the issuer; secret_missing)
 */
export const connectProvider = defineVerb({
  name: "providers.connect",
  permission: "settings.manage",
  effect: "write",
  input: z.strictObject({ issuer: issuerInput, clientId: lineInput(255), clientSecret: z.string().trim().max(1000, "At most 1,000 characters.").optional() }),
  prepare: ({ issuer }): Promise<string | null> => connectionProblem(issuer),
  async run({ tx, context: { organizationId }, input, prepared: problem, now, audit, unchanged }): Promise<void> {
    if (problem !== null) throw refused("provider_unusable", "issuer", problem);
    await lockProvider(tx);
    const before = await findProvider(tx, organizationId);
    const secret = input.clientSecret === undefined || input.clientSecret === "" ? null : input.clientSecret;
    if (before === null && secret === null) throw refused("secret_missing", "clientSecret", "Enter the secret that the provider gave for this client.");
    const place = { issuer: input.issuer, clientId: input.clientId };
    if (before !== null && isSame(organizationId, before, place, secret)) return unchanged();
    const data = { ...place, checkedAt: now, checkProblem: null, ...(secret === null ? {} : { wrappedSecret: sealProviderSecret(organizationId, secret) }) };
    const moved = before !== null && before.issuer !== place.issuer;
    if (before === null) await insertProvider(tx, organizationId, { ...CAREFUL, roles: [], exemptMemberIds: [], ...data, id: newId("idp", now.getTime()), connectedAt: now, wrappedSecret: sealProviderSecret(organizationId, secret ?? "") });
    // Nobody has come by the new one yet, so it is not the only way in.
    else await updateProvider(tx, organizationId, before.id, { ...data, ...(moved ? { enforced: false } : {}) });
    const unlinked = moved ? await deleteLinks(tx) : 0;
    await audit({ action: before === null ? "provider.connected" : "provider.changed", subjectKind: "provider", subjectId: organizationId, changes: { ...place, new_secret: secret !== null, ...(moved ? { links_ended: unlinked } : {}) } });
  },
});

function refused(reason: string, path: string, message: string): AppError {
  return new AppError("validation", reason, "Nothing was saved.", [{ path, message }]);
}

function isSame(organizationId: string, before: ProviderRow, place: { issuer: string; clientId: string }, secret: string | null): boolean {
  if (before.issuer !== place.issuer || before.clientId !== place.clientId || before.checkProblem !== null) return false;
  return secret === null || openProviderSecret(organizationId, before.wrappedSecret) === secret;
}
