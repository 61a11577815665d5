import { z } from "zod";
import { dayInput, idInput, roleHolds, textInput, type VerbArguments } from "#lib/access/index.ts";
import { WORK_PERMISSIONS, type WorkKind } from "#lib/acting/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { ID_MAX_LENGTH } from "#lib/platform/ids.ts";
import { dayOf, daysIncluded, periodInstants } from "#lib/platform/zoned-time.ts";
import { findDelegations, findOwning, type Person } from "./delegation.repository.ts";
import { DELEGATION_LIMITS } from "./limits.ts";

/** To whom, for which days of the organization's zone, and what they should know. */
export const standInInput = { standInId: z.string().min(1, "Choose a person.").max(ID_MAX_LENGTH).pipe(idInput), firstDay: dayInput, lastDay: dayInput, note: textInput(DELEGATION_LIMITS.note).default("") };

type Asked = { standInId: string; firstDay: string; lastDay: string };
type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

export type Span = { from: Date; until: Date; timeZone: string };

const refused = (path: string, message: string): AppError => new AppError("validation", "delegation", "Nothing was changed.", [{ path, message }]);

/** The days asked for as instants; those that are over do not count. @throws AppError validation */
export async function spanOf({ tx, context, now }: Act, { firstDay, lastDay }: Asked): Promise<Span> {
  const organization = await findOrganization(tx, context.organizationId);
  if (organization === null) throw notFound("organization");
  const { timeZone } = organization;
  const today = dayOf(now, timeZone);
  if (lastDay < firstDay) throw refused("lastDay", "This is before the first day.");
  if (lastDay < today) throw refused("lastDay", "This day is over.");
  if (daysIncluded(firstDay, lastDay) > DELEGATION_LIMITS.days) throw refused("lastDay", `At most ${DELEGATION_LIMITS.days} days. Name another owner for longer.`);
  const { from, until } = periodInstants({ firstDay, lastDay, timeZone });
  return { from: from < now ? now : from, until, timeZone };
}

/**
 * A person who can take over for this time: a member who can own things, may do each kind of work given, and is not away
 * themselves.
 *
 * @throws AppError not_found; validation with the reason
 */
export async function chosenStandIn({ tx, context, now }: Act, owner: Person, asked: Asked, span: Span, kinds: readonly WorkKind[]): Promise<Person> {
  const standIn = await findOwning(tx, context.organizationId, asked.standInId);
  if (standIn === null) throw notFound("person");
  if (standIn.id === owner.id) throw refused("standInId", "Choose somebody else: nobody stands in for themselves.");
  const beyond = kinds.find((kind) => !roleHolds(standIn.role, WORK_PERMISSIONS[kind]));
  if (beyond !== undefined) throw refused("standInId", `${standIn.name}’s role does not allow all of this work. Choose somebody else, or an administrator changes their role.`);
  const [away] = await findDelegations(tx, context.organizationId, { memberId: standIn.id, kind: "everything", within: span }, now);
  if (away === undefined) return standIn;
  const [first, last] = [dayOf(away.fromAt, span.timeZone), dayOf(new Date(away.untilAt.getTime() - 1), span.timeZone)];
  throw refused("standInId", `${standIn.name} is away from ${first} until ${last}. Choose somebody else, or other days: work is not passed on a second time.`);
}

