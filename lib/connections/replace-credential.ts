import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { Values } from "#lib/connector/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { settleNotifications } from "#lib/notifications/index.ts";
import { strategyInput, strategyOf } from "./connect.ts";
import { lockConnection, putCredential, updateConnection } from "./connection.repository.ts";
import { fingerprintOf, sealCredential } from "./credential.ts";
import { readValues, valuesInput } from "./form-values.ts";
import { asTickmark, examine, openSession, type Examined } from "./open-session.ts";
import { newReceivingValues, putReceivingAddress } from "./receiving-address.ts";
import { requireUsable, runSoon } from "./run-soon.ts";

/** Gives a connection another credential, after the vendor took it; one that receives, another address. The one before is destroyed. @throws AppError not_found, validation (form_invalid, connection_refused), precondition_failed */
export const replaceCredential = defineVerb({
  name: "connections.replace_credential",
  permission: "connections.manage",
  effect: "write",
  input: z.strictObject({ connectionId: idInput, strategy: strategyInput, credential: valuesInput }),
  async prepare({ connectionId, strategy, credential }, context): Promise<{ values: Values; examined: Examined }> {
    const { connector, session } = await openSession(asTickmark(context), { connectionId });
    const typed = readValues(strategyOf(connector, strategy).fields, credential, "credential");
    const values = connector.receiver === undefined ? typed : newReceivingValues(connector.receiver);
    return { values, examined: await examine(connector, { ...session, credential: { strategy, values } }) };
  },
  async run({ tx, context, input: { connectionId, strategy }, prepared: { values, examined }, now, audit }): Promise<void> {
    const { organizationId, actor } = context;
    const connection = await lockConnection(tx, organizationId, connectionId);
    requireUsable(connection);
    if ("failure" in examined) throw new AppError("validation", "connection_refused", `The credential that is there stays. ${examined.failure.message}`);
    const fingerprint = fingerprintOf(organizationId, strategy, values);
    const version = await putCredential(tx, organizationId, connectionId, { wrapped: sealCredential(organizationId, connectionId, values), fingerprint, setBy: actorId(actor) }, now);
    await putReceivingAddress(tx, connectionId, values);
    await updateConnection(tx, organizationId, connectionId, { strategy, identity: examined.identity, permissions: examined.permissions, testedAt: now, attention: null, attentionSince: null });
    if (connection.attention !== null) {
      await settleNotifications({ tx, context, now }, { kinds: ["connection_attention"], subjectIds: [connectionId] });
      await runSoon(tx, organizationId, connection, now);
    }
    await audit({ action: "connection.credential_replaced", subjectKind: "connection", subjectId: connectionId, changes: { strategy, version, credential: fingerprint, identity: examined.identity.id } });
  },
});
