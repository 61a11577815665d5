import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { connectionsAt } from "./connection.repository.ts";
import { knownConnectors } from "./connectors.ts";

/** A system of others that a connection reaches. */
export type ConnectedSystem = { connectionId: string; system: string; connectionName: string; connectedAt: Date };

/** The systems that connections reached at an instant; what only sends to us names none. */
export async function connectedSystems(tx: TenantTransaction, organizationId: string, at: Date): Promise<ConnectedSystem[]> {
  const manifests = new Map(knownConnectors().map(({ manifest }) => [manifest.id, manifest]));
  return (await connectionsAt(tx, organizationId, at)).flatMap(({ id, connector, name, connectedAt }) => {
    const manifest = manifests.get(connector);
    return manifest === undefined || !manifest.capabilities.includes("collect") ? [] : [{ connectionId: id, system: manifest.name, connectionName: name, connectedAt }];
  });
}
