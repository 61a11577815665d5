import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { owningMembers } from "#lib/ownership/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { findDelegations, type Delegation } from "./delegation.repository.ts";
import { lastDayOf } from "./tell-people.ts";

export type DelegationRow = Pick<Delegation, "id" | "memberId" | "memberName" | "standInId" | "standInName" | "subjectKind" | "subjectName" | "note" | "standInLeft"> & {
  firstDay: string;
  lastDay: string;
  /** Whether it holds now; otherwise its days are still to come. */
  holds: boolean;
  /** It holds, but the stand-in is away: the work is the owner's until they choose another. */
  standInAway: boolean;
};

export type Delegations = {
  timeZone: string;
  today: string;
  /** Of the person: what they gave to others, and when they are away. */
  given: DelegationRow[];
  /** What others gave to them. */
  received: DelegationRow[];
  /** Who could stand in for them, by name. */
  choices: { id: string; name: string; away: boolean }[];
};

/** Absences and delegations of a person that hold or are to come: the caller's, or another member's. */
export const listDelegations = defineVerb({
  name: "delegation.list",
  permission: "my_work.delegate",
  effect: "read",
  input: z.strictObject({ memberId: idInput.optional() }),
  async run({ tx, context: { organizationId, actor }, input, now }): Promise<Delegations> {
    const memberId = input.memberId ?? (actor.kind === "member" ? actor.memberId : null);
    if (memberId === null) throw new AppError("forbidden", "no_person", "Only a person has work of their own.");
    const organization = await findOrganization(tx, organizationId);
    if (organization === null) throw notFound("organization");
    const { timeZone } = organization;
    const absences = await findDelegations(tx, organizationId, { kind: "everything" }, now);
    const awayNow = new Set(absences.filter((one) => one.fromAt <= now).map((one) => one.memberId));
    const rowOf = ({ fromAt, subjectId: _, recordedAt: _at, untilAt, ...one }: Delegation): DelegationRow => ({
      ...one, firstDay: dayOf(fromAt, timeZone), lastDay: lastDayOf({ untilAt }, timeZone), holds: fromAt <= now, standInAway: awayNow.has(one.standInId),
    });
    const members = await owningMembers(tx, organizationId);
    return {
      timeZone, today: dayOf(now, timeZone),
      given: (await findDelegations(tx, organizationId, { memberId }, now)).map(rowOf),
      received: (await findDelegations(tx, organizationId, { standInId: memberId }, now)).map(rowOf),
      choices: members.filter((one) => one.id !== memberId).map(({ id, name }) => ({ id, name, away: awayNow.has(id) })),
    };
  },
});
