import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { findIncidents, findObject, insertLink, isIncident } from "./object-list.repository.ts";

const input = z.strictObject({ objectId: idInput, incidentId: idInput });
type Input = z.output<typeof input>;

async function setLink({ tx, context, now, audit, unchanged, input: { objectId, incidentId } }: VerbArguments<Input>, withdrawn: boolean): Promise<void> {
  const { organizationId, actor } = context;
  const object = await findObject(tx, organizationId, objectId);
  if (object === null) throw notFound("collected object");
  if (!(await isIncident(tx, organizationId, incidentId))) throw notFound("incident");
  const isLinked = (await findIncidents(tx, organizationId, objectId)).some(({ id }) => id === incidentId);
  if (isLinked !== withdrawn) return unchanged();
  await insertLink(tx, organizationId, { id: newId("coi", now.getTime()), objectId, incidentId, withdrawn, linkedBy: actorId(actor), linkedAt: now });
  await audit({ action: withdrawn ? "collected_object.unlinked" : "collected_object.linked", subjectKind: "incident", subjectId: incidentId, changes: { object: objectId, kind: object.kind, code: object.code } });
}

/** Says that a collected thing, such as a ticket, belongs to an incident. @throws AppError not_found */
export const linkIncident = defineVerb({
  name: "inventory.link_incident", permission: "incidents.manage", effect: "write", input,
  run: (args): Promise<void> => setLink(args, false),
});

/** Takes that back; that it was said stays. @throws AppError not_found */
export const unlinkIncident = defineVerb({
  name: "inventory.unlink_incident", permission: "incidents.manage", effect: "write", input,
  run: (args): Promise<void> => setLink(args, true),
});
