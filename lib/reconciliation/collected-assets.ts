import { connectedSystems } from "#lib/connections/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { systemsOfOthers } from "#lib/systems/index.ts";
import type { AssetKind } from "./asset-fields.ts";
import { definitionAt } from "./definition.repository.ts";
import { knownResource, machinesAt, type Facts, type Instant } from "./facts.ts";
import { DIRECT_BOUNDS } from "./limits.ts";
import { resourcesAt, typesSeen, type ResourceFound } from "./population.repository.ts";
import { matchesPattern } from "./scope-rules.ts";

/** Types of collected resources that are of a kind, whatever the population's definition is: what answers, and what names it. */
const TYPES_OF: Readonly<Record<"endpoint" | "domain", readonly string[]>> = {
  endpoint: ["*.load_balancer", "*.endpoint", "*.api"],
  domain: ["*.domain", "*.dns_record", "*.hosted_zone"],
};

export type CollectedOfKind = Pick<Facts, "resources" | "complete">;

/**
 * What is known of a kind besides the company's list, at an instant. Only the inventories of machines can be complete: of
 * endpoints, domains and third-party systems nothing here sees all, so what is listed alone is never called absent.
 */
export async function collectedAt(tx: TenantTransaction, organizationId: string, kind: AssetKind, instant: Instant): Promise<CollectedOfKind> {
  if (kind === "machine") return machinesAt(tx, organizationId, instant, DIRECT_BOUNDS);
  const found = kind === "third_party" ? await systemsInUse(tx, organizationId, instant.recordedBy) : await resourcesOfTypes(tx, organizationId, TYPES_OF[kind], instant.recordedBy);
  const definition = await definitionAt(tx, organizationId, instant.recordedBy);
  return { resources: found.map((one) => knownResource(one, { definition })), complete: false };
}

async function resourcesOfTypes(tx: TenantTransaction, organizationId: string, patterns: readonly string[], at: Date): Promise<ResourceFound[]> {
  const types = (await typesSeen(tx, organizationId)).map(({ type }) => type).filter((type) => patterns.some((pattern) => matchesPattern(type, pattern)));
  return types.length === 0 ? [] : (await resourcesAt(tx, organizationId, types, at, { after: "", limit: DIRECT_BOUNDS.resources })).filter(({ goneAt }) => goneAt === null);
}

/** Systems of others that are in use for all that Tickmark knows: those it collects from, and those that people said they run. */
async function systemsInUse(tx: TenantTransaction, organizationId: string, at: Date): Promise<ResourceFound[]> {
  const known = new Map<string, ResourceFound>();
  const take = (name: string, id: string, externalId: string, firstSeenAt: Date): void => {
    const key = name.toLowerCase();
    if (!known.has(key)) known.set(key, { id, type: "third_party", name, externalId, account: null, region: null, tags: {}, createdAt: null, attributes: {}, firstSeenAt, goneAt: null });
  };
  for (const { connectionId, system, connectionName, connectedAt } of await connectedSystems(tx, organizationId, at)) take(system, connectionId, connectionName, connectedAt);
  for (const { name, answeredAt } of await systemsOfOthers(tx, at)) take(name, `system ${name.toLowerCase()}`, name, answeredAt);
  return [...known.values()];
}
