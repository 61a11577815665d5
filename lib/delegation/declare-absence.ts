import { z } from "zod";
import { defineVerb, idInput, roleHolds } from "#lib/access/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { chosenStandIn, spanOf, standInInput } from "./choose-stand-in.ts";
import { findDelegations, findOwning, insertDelegations, lockDelegations } from "./delegation.repository.ts";
import { tellOfMissingStandIn } from "./tell-people.ts";

export type Absence = {
  id: string;
  standInName: string;
  /** People who had counted on the absent person in this time: their work stays theirs, and they were told. */
  left: string[];
};

/**
 * Says that somebody is away, and who stands in for them: whatever falls to them goes there for these days, and comes back by
 * itself. Done by the person, or by an administrator for them.
 *
 * @throws AppError not_found for a person who is not there or owns nothing; forbidden for another's absence; validation for
 *   days that are over, overlap another absence, or at which the stand-in is away
 */
export const declareAbsence = defineVerb({
  name: "delegation.declare_absence",
  permission: "my_work.delegate",
  effect: "write",
  input: z.strictObject({
    /** Who is away; the caller, where nobody is named. */
    memberId: idInput.optional(),
    ...standInInput,
  }),
  async run(args): Promise<Absence> {
    const { tx, context, input, now, audit } = args;
    const { organizationId, actor } = context;
    if (actor.kind !== "member") throw new AppError("forbidden", "no_person", "Only a person is away.");
    const memberId = input.memberId ?? actor.memberId;
    if (memberId !== actor.memberId && !roleHolds(actor.role, "people.manage")) throw new AppError("forbidden", "not_yours", "Only an administrator says this of somebody else.");
    await lockDelegations(tx, organizationId, [memberId, input.standInId]);
    const owner = await findOwning(tx, organizationId, memberId);
    if (owner === null) throw notFound("person");
    const span = await spanOf(args, input);
    const [other] = await findDelegations(tx, organizationId, { memberId, kind: "everything", within: span }, now);
    if (other !== undefined) {
      const days = `${dayOf(other.fromAt, span.timeZone)} until ${dayOf(new Date(other.untilAt.getTime() - 1), span.timeZone)}`;
      throw new AppError("validation", "absence_overlaps", "Nothing was changed.", [{ path: "firstDay", message: `There is an absence from ${days} already, with ${other.standInName} standing in. End that one first.` }]);
    }
    const standIn = await chosenStandIn(args, owner, input, span, []);
    const id = newId("dlg", now.getTime());
    await insertDelegations(tx, organizationId, [{
      id, memberId, standInId: standIn.id, subjectKind: "everything", subjectId: null, subjectName: null, fromAt: span.from, untilAt: span.until, note: input.note, recordedAt: now, recordedBy: actorId(actor),
    }]);
    await audit({ action: "absence.declared", subjectKind: "member", subjectId: memberId, changes: { delegation: id, stand_in: standIn.id, first_day: input.firstDay, last_day: input.lastDay } });
    const told = { title: owner.name, day: input.lastDay, at: span.from.toISOString() };
    await notify(args,
      { kind: "standing_in", to: [standIn.id], cause: `standing_in:${id}`, subject: { kind: "delegation", id }, facts: { ...told, by: standIn.name } },
      // Whoever is away by an administrator's word hears of it.
      { kind: "standing_in", to: [memberId], cause: `standing_in:${id}`, subject: { kind: "delegation", id }, facts: { ...told, by: standIn.name, reason: "away" } },
    );
    const counting = await findDelegations(tx, organizationId, { standInId: memberId, within: span }, now);
    await tellOfMissingStandIn(args, counting, id);
    return { id, standInName: standIn.name, left: [...new Set(counting.map((one) => one.memberName))] };
  },
});
