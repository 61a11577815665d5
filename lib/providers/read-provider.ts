import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { proofRecord } from "./domain-name.ts";
import { countLinks, findProvider, listAdministrators, listDomains, listTeams, type Choice, type ProviderRow } from "./provider.repository.ts";
import { callbackAddress } from "./callback-address.ts";

export type ProviderView = Omit<ProviderRow, "id" | "wrappedSecret">;
export type DomainView = { domain: string; provenAt: Date | null; record: { name: string; value: string } };

export type ProviderPage = {
  provider: ProviderView | null;
  domains: DomainView[];
  /** What the provider must be told: where it may send people back to. */
  callback: string;
  /** People whom the provider has shown to be who they are. */
  linked: number;
  administrators: Choice[];
  teams: Choice[];
};

/** How the organization's people sign in. The secret never leaves. */
export const readProvider = defineVerb({
  name: "providers.read",
  permission: "settings.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId } }): Promise<ProviderPage> {
    const row = await findProvider(tx, organizationId);
    return {
      provider: row === null ? null : viewOf(row),
      domains: (await listDomains(tx)).map(({ domain, token, provenAt }) => ({ domain, provenAt, record: proofRecord(domain, token) })),
      callback: callbackAddress(runtime().baseUrl, organizationId),
      linked: await countLinks(tx),
      administrators: await listAdministrators(tx),
      teams: await listTeams(tx),
    };
  },
});

function viewOf(row: ProviderRow): ProviderView {
  const { id: _id, wrappedSecret: _secret, ...view } = row;
  return view;
}
