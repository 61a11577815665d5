import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { PermissionFound } from "#lib/connector/index.ts";
import { settleNotifications } from "#lib/notifications/index.ts";
import { lockConnection, updateConnection } from "./connection.repository.ts";
import { asTickmark, examine, openSession, type Examined } from "./open-session.ts";
import { requireUsable, runSoon } from "./run-soon.ts";

/** What a test of a connection found; `failed` says why nothing could be tried. */
export type Tested = { failed: string | null; permissions: readonly PermissionFound[] };

/** Asks the vendor again who we are and what we may. A credential that works again ends what stood in the way. @throws AppError not_found, precondition_failed */
export const testConnection = defineVerb({
  name: "connections.test",
  permission: "connections.manage",
  effect: "write",
  input: z.strictObject({ connectionId: idInput }),
  async prepare({ connectionId }, context): Promise<Examined> {
    const { connector, session } = await openSession(asTickmark(context), { connectionId });
    return examine(connector, session);
  },
  async run({ tx, context, input: { connectionId }, prepared: examined, now, audit }): Promise<Tested> {
    const { organizationId } = context;
    const connection = await lockConnection(tx, organizationId, connectionId);
    requireUsable(connection);
    if ("failure" in examined) {
      const refused = examined.failure.kind === "credential_refused" && connection.attention === null;
      await updateConnection(tx, organizationId, connectionId, { testedAt: now, permissions: connection.permissions.map((one) => ({ ...one, state: "unknown", says: "It could not be tried." })), ...(refused ? { attention: examined.failure.message, attentionSince: now } : {}) });
      await audit({ action: "connection.tested", subjectKind: "connection", subjectId: connectionId, changes: { failed: examined.failure.kind } });
      return { failed: examined.failure.message, permissions: [] };
    }
    const { identity, permissions } = examined;
    await updateConnection(tx, organizationId, connectionId, { testedAt: now, identity, permissions, attention: null, attentionSince: null });
    if (connection.attention !== null) {
      await settleNotifications({ tx, context, now }, { kinds: ["connection_attention"], subjectIds: [connectionId] });
      await runSoon(tx, organizationId, connection, now);
    }
    await audit({ action: "connection.tested", subjectKind: "connection", subjectId: connectionId, changes: { identity: identity.id, missing: permissions.filter(({ state }) => state !== "granted").map(({ permission }) => permission) } });
    return { failed: null, permissions };
  },
});
