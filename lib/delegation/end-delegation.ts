import { z } from "zod";
import { defineVerb, idInput, roleHolds } from "#lib/access/index.ts";
import { whoActsAt } from "#lib/acting/index.ts";
import { notify, settleNotifications, settleStandIns, type News } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { endDelegations, findDelegations, lockDelegations } from "./delegation.repository.ts";
import { DELEGATION_LIMITS } from "./limits.ts";

/**
 * Ends absences and delegations before their time: taken back by their owner or an administrator, or handed back by the
 * stand-in. What was done meanwhile stays done in the owner's stead.
 *
 * @throws AppError not_found for what is not there, is over, or is between other people
 */
export const endDelegation = defineVerb({
  name: "delegation.end",
  permission: "my_work.delegate",
  effect: "write",
  input: z.strictObject({ ids: z.array(idInput).min(1, "Choose at least one.").max(DELEGATION_LIMITS.atOnce) }),
  async run(args): Promise<{ ended: number }> {
    const { tx, context, input, now, audit } = args;
    const { organizationId, actor } = context;
    if (actor.kind !== "member") throw new AppError("forbidden", "no_person", "Only a person takes work back.");
    const ids = [...new Set(input.ids)];
    const named = await findDelegations(tx, organizationId, { ids }, now);
    await lockDelegations(tx, organizationId, named.map((one) => one.memberId));
    const found = await findDelegations(tx, organizationId, { ids }, now);
    const isAdministrator = roleHolds(actor.role, "people.manage");
    const theirs = found.filter((one) => isAdministrator || one.memberId === actor.memberId || one.standInId === actor.memberId);
    if (theirs.length !== ids.length) throw notFound("delegation");
    const handed = theirs.filter((one) => one.standInId === actor.memberId);
    const taken = theirs.filter((one) => one.standInId !== actor.memberId);
    const end = { endedAt: now, endedBy: actorId(actor) };
    await endDelegations(tx, organizationId, handed.map((one) => one.id), { reason: "handed_back", ...end });
    await endDelegations(tx, organizationId, taken.map((one) => one.id), { reason: "taken_back", ...end });
    for (const one of theirs) {
      const reason = one.standInId === actor.memberId ? "handed_back" : "taken_back";
      await audit({ action: one.subjectKind === "everything" ? "absence.ended" : "delegation.ended", subjectKind: one.subjectKind === "everything" ? "member" : "delegation", subjectId: one.subjectKind === "everything" ? one.memberId : one.id, changes: { delegation: one.id, reason } });
    }
    await settleNotifications(args, { kinds: ["standing_in", "work_delegated", "stand_in_missing"], subjectIds: ids });
    await settleStandIns(args, await whoActsAt(tx, organizationId, now));
    await notify(args, ...[...Map.groupBy(theirs, (one) => `${one.memberId} ${one.standInId}`).values()].flatMap((group): News[] => {
      const [first] = group;
      if (first === undefined) return [];
      const facts = { title: first.subjectName ?? "", by: actor.name, count: group.length };
      return [{ kind: "delegation_ended", to: [first.memberId, first.standInId], cause: `delegation_ended:${first.id}`, subject: { kind: "delegation", id: first.id }, facts }];
    }));
    return { ended: theirs.length };
  },
});
