import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { requirePacket } from "./packet.repository.ts";
import { findPseudonyms } from "./people.repository.ts";
import type { Pseudonym } from "./pseudonyms.ts";

/**
 * Who is who in a packet that tells people by pseudonyms; told in the audit trail.
 *
 * @throws AppError not_found; precondition_failed (people_named)
 */
export const resolvePeople = defineVerb({
  name: "packets.resolve_people",
  permission: "packets.resolve_people",
  effect: "write",
  input: z.strictObject({ packetId: idInput }),
  async run({ tx, scope, context, input, audit }): Promise<Pseudonym[]> {
    const packet = await requirePacket(tx, scope, input.packetId);
    if (packet.people !== "pseudonyms") throw new AppError("precondition_failed", "people_named", "This packet names people, so there is nothing to resolve.");
    const people = await findPseudonyms(tx, context.organizationId, packet.engagementId ?? packet.id);
    await audit({ action: "packet.people_resolved", subjectKind: "packet", subjectId: packet.id, changes: {} });
    return people.toSorted((one, other) => (one.pseudonym < other.pseudonym ? -1 : 1));
  },
});
