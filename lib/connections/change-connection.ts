import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { Values } from "#lib/connector/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { AppError } from "#lib/platform/errors.ts";
import { nameInput } from "./connect.ts";
import { connectorOf } from "./connectors.ts";
import { destroySecret, isNameTaken, listCollectorRows, lockConnection, putCollectDue, removeCollectDue, updateCollector, updateConnection } from "./connection.repository.ts";
import { readValues, valuesInput } from "./form-values.ts";
import { removeReceivingAddress } from "./receiving-address.ts";
import { requireUsable, runSoon } from "./run-soon.ts";

/** Changes the name of a connection and what it is set to. Runs from then on ask for everything once. @throws AppError not_found, validation, precondition_failed */
export const changeSettings = defineVerb({
  name: "connections.change_settings",
  permission: "connections.manage",
  effect: "write",
  input: z.strictObject({ connectionId: idInput, name: nameInput, settings: valuesInput }),
  async run({ tx, context: { organizationId }, input: { connectionId, name, settings: typed }, audit, unchanged }): Promise<void> {
    const before = await lockConnection(tx, organizationId, connectionId);
    requireUsable(before);
    const settings: Values = readValues(connectorOf(before.connector).manifest.settings, typed, "settings");
    const sameSettings = canonicalJson({ ...settings }) === canonicalJson({ ...before.settings });
    if (before.name === name && sameSettings) return unchanged();
    if (await isNameTaken(tx, organizationId, name, connectionId)) throw new AppError("validation", "name_taken", "Nothing was saved.", [{ path: "name", message: "Another connection has this name." }]);
    await updateConnection(tx, organizationId, connectionId, { name, settings });
    // A place in the vendor's list means nothing once something else is asked for.
    if (!sameSettings) for (const { collector } of (await listCollectorRows(tx, organizationId, connectionId)).values()) await updateCollector(tx, organizationId, connectionId, collector, { cursor: null });
    await audit({ action: "connection.changed", subjectKind: "connection", subjectId: connectionId, changes: { ...(before.name === name ? {} : { name: { before: before.name, after: name } }), ...(sameSettings ? {} : { settings: { before: before.settings, after: settings } }) } });
  },
});

/** Stops collecting until somebody resumes; a run that is under way ends after its page. @throws AppError not_found, precondition_failed */
export const pauseConnection = defineVerb({
  name: "connections.pause",
  permission: "connections.manage",
  effect: "write",
  input: z.strictObject({ connectionId: idInput }),
  async run({ tx, context: { organizationId }, input: { connectionId }, audit, unchanged }): Promise<void> {
    const before = await lockConnection(tx, organizationId, connectionId);
    requireUsable(before);
    if (before.state === "paused") return unchanged();
    await updateConnection(tx, organizationId, connectionId, { state: "paused" });
    await audit({ action: "connection.paused", subjectKind: "connection", subjectId: connectionId });
  },
});

/** Has a paused connection collect again. @throws AppError not_found, precondition_failed */
export const resumeConnection = defineVerb({
  name: "connections.resume",
  permission: "connections.manage",
  effect: "write",
  input: z.strictObject({ connectionId: idInput }),
  async run({ tx, context: { organizationId }, input: { connectionId }, now, audit, unchanged }): Promise<void> {
    const before = await lockConnection(tx, organizationId, connectionId);
    requireUsable(before);
    if (before.state === "active") return unchanged();
    await updateConnection(tx, organizationId, connectionId, { state: "active" });
    await runSoon(tx, organizationId, before, now);
    await audit({ action: "connection.resumed", subjectKind: "connection", subjectId: connectionId });
  },
});

/** Removes a connection: its credential is destroyed, what it collected stays. @throws AppError not_found */
export const removeConnection = defineVerb({
  name: "connections.remove",
  permission: "connections.manage",
  effect: "write",
  input: z.strictObject({ connectionId: idInput }),
  async run({ tx, context: { organizationId }, input: { connectionId }, now, audit, unchanged }): Promise<void> {
    const before = await lockConnection(tx, organizationId, connectionId);
    if (before.state === "removed") return unchanged();
    await destroySecret(tx, organizationId, connectionId);
    await removeReceivingAddress(tx, connectionId);
    await updateConnection(tx, organizationId, connectionId, { state: "removed", removedAt: now, attention: null, attentionSince: null });
    for (const { collector, runningId } of (await listCollectorRows(tx, organizationId, connectionId)).values()) {
      if (runningId === null) await removeCollectDue(tx, connectionId, collector);
      else await putCollectDue(tx, connectionId, collector, now);
    }
    await audit({ action: "connection.removed", subjectKind: "connection", subjectId: connectionId, changes: { name: before.name, connector: before.connector } });
  },
});
