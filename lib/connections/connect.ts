import { z } from "zod";
import { defineVerb, idInput, lineInput } from "#lib/access/index.ts";
import type { Connector, Values } from "#lib/connector/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { connectorOf } from "./connectors.ts";
import { countConnections, insertConnection, isNameTaken, putCredential } from "./connection.repository.ts";
import { fingerprintOf, sealCredential } from "./credential.ts";
import { readValues, valuesInput } from "./form-values.ts";
import { CONNECTION_LIMITS } from "./limits.ts";
import { examine, type Examined } from "./open-session.ts";
import { newReceivingValues, putReceivingAddress } from "./receiving-address.ts";
import { runSoon } from "./run-soon.ts";

export const nameInput = lineInput(100);
export const strategyInput = z.string().min(1).max(64);

/** The fields of a strategy. @throws AppError not_found */
export function strategyOf({ manifest }: Connector, id: string) {
  const found = manifest.strategies.find((one) => one.id === id);
  if (found === undefined) throw notFound("strategy");
  return found;
}

type Prepared = { settings: Values; values: Values; examined: Examined };

/**
 * Connects a vendor, after it was asked with the credential who we are and what we may. What it says of permissions is kept and
 * shown; a missing one is no reason not to connect.
 *
 * @throws AppError not_found (connector, strategy), validation (form_invalid; connection_refused, with what the vendor said; name_taken), limit_exceeded, precondition_failed (mail_not_taken)
 */
export const connect = defineVerb({
  name: "connections.connect",
  permission: "connections.manage",
  effect: "write",
  input: z.strictObject({ connector: idInput, name: nameInput, strategy: strategyInput, settings: valuesInput, credential: valuesInput }),
  async prepare(input, { clock }): Promise<Prepared> {
    const connector = connectorOf(input.connector);
    const settings = readValues(connector.manifest.settings, input.settings, "settings");
    const typed = readValues(strategyOf(connector, input.strategy).fields, input.credential, "credential");
    const values = connector.receiver === undefined ? typed : newReceivingValues(connector.receiver);
    return { settings, values, examined: await examine(connector, { settings, credential: { strategy: input.strategy, values }, now: () => clock.now() }) };
  },
  async run({ tx, context, input, prepared: { settings, values, examined }, now, audit }): Promise<{ id: string }> {
    const { organizationId, actor } = context;
    if ("failure" in examined) throw new AppError("validation", "connection_refused", `Nothing was saved. ${examined.failure.message}`);
    if (await isNameTaken(tx, organizationId, input.name, "")) throw new AppError("validation", "name_taken", "Nothing was saved.", [{ path: "name", message: "Another connection has this name." }]);
    if ((await countConnections(tx, organizationId)) >= CONNECTION_LIMITS.connections) throw new AppError("limit_exceeded", "too_many_connections", `An organization has ${CONNECTION_LIMITS.connections} connections at most.`);
    const id = newId("con", now.getTime());
    const { connector: connectorId, name, strategy } = input;
    const fingerprint = fingerprintOf(organizationId, strategy, values);
    await insertConnection(tx, organizationId, {
      id, connector: connectorId, name, strategy, settings, state: "active", identity: examined.identity, attention: null, attentionSince: null, permissions: examined.permissions, testedAt: now, connectedBy: actorId(actor), connectedAt: now, removedAt: null,
    });
    await putCredential(tx, organizationId, id, { wrapped: sealCredential(organizationId, id, values), fingerprint, setBy: actorId(actor) }, now);
    await putReceivingAddress(tx, id, values);
    await runSoon(tx, organizationId, { id, connector: connectorId }, now);
    await audit({ action: "connection.connected", subjectKind: "connection", subjectId: id, changes: { connector: connectorId, name, strategy, settings, credential: fingerprint, identity: examined.identity.id } });
    return { id };
  },
});
