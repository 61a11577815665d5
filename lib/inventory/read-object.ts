import { z } from "zod";
import { defineVerb, idInput, memberNames } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findAbout, findIncidents, findObject, findVersions, type LinkedIncident, type ObjectRow, type VersionRow } from "./object-list.repository.ts";

/** Versions and things about a thing that its page shows: beyond them the runs themselves are read. */
const SHOWN = 100;

export type ObjectView = ObjectRow & { versions: VersionRow[]; aboutIt: ObjectRow[]; incidents: (LinkedIncident & { linkedByName: string })[] };

/** One collected thing with its history as it was collected, what is about it, and the incidents that it belongs to. @throws AppError not_found */
export const readObject = defineVerb({
  name: "inventory.read",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ objectId: idInput }),
  async run({ tx, context: { organizationId }, input: { objectId } }): Promise<ObjectView> {
    const row = await findObject(tx, organizationId, objectId);
    if (row === null) throw notFound("collected object");
    const incidents = await findIncidents(tx, organizationId, objectId);
    const names = await memberNames(tx, organizationId, incidents.map(({ linkedBy }) => linkedBy));
    return {
      ...row, versions: await findVersions(tx, organizationId, objectId, SHOWN), aboutIt: await findAbout(tx, organizationId, row.connectionId, [row.externalId, row.code], SHOWN),
      incidents: incidents.map((one) => ({ ...one, linkedByName: names.get(one.linkedBy) ?? "Somebody who has left" })),
    };
  },
});
