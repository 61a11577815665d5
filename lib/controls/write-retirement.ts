import type { VerbArguments } from "#lib/access/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { askRequestsAgain, insertMappings, lastRecordedMappings, retireRequest, storedRequests } from "./adoption.repository.ts";
import { insertControlVersions, lockControls, versionsOf, versionsOfControls, type ControlVersionRow, type Retirement } from "./controls.repository.ts";

type Arguments = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/** Of all versions of a control the one that ended it; undefined while it holds. */
export function retiringVersion(versions: readonly ControlVersionRow[]): ControlVersionRow | undefined {
  const from = versions.at(-1)?.retirement?.from.getTime();
  return from === undefined ? undefined : versions.find((one) => one.retirement?.from.getTime() === from);
}

/** One control that shall hold no more: from the beginning of a day of the organization's, or from an instant. */
export type WantedRetirement = { controlId: string; from: string | Date; reason: string; successorId: string | null };

/**
 * From a day or an instant on controls do not hold: a version of each says so, their mappings are retracted, their evidence
 * requests are asked no more. What was recorded of the time before stays.
 *
 * @throws AppError precondition_failed when one is retired already; validation for a time in the future, or one before
 *   something that was recorded of it takes effect
 */
export async function writeRetirements(args: Arguments, wanted: readonly WantedRetirement[]): Promise<Retirement[]> {
  const { tx, context: { organizationId }, now } = args;
  await lockControls(tx, organizationId);
  const histories = await versionsOfControls(tx, organizationId, wanted.map((one) => one.controlId));
  const mappings = Map.groupBy(await lastRecordedMappings(tx, organizationId), (one) => one.controlId);
  const requests = Map.groupBy(await storedRequests(tx, organizationId), (one) => one.controlId);
  const done: Retirement[] = [];
  for (const { controlId, from: since, reason, successorId } of wanted) {
    const versions = histories.get(controlId) ?? [];
    const last = versions.at(-1);
    if (last === undefined) throw notFound("control");
    if (last.retirement !== null) throw new AppError("precondition_failed", "control_retired", `${last.code} is retired already; nothing was changed.`);
    const from = typeof since === "string" ? await startOfDay(args, since, versions) : instantAfter(args, since, versions);
    const retirement: Retirement = { from, reason, successorId };
    await writeVersion(args, last, from, retirement);
    await insertMappings(tx, organizationId, (mappings.get(controlId) ?? []).filter((one) => !one.retracted).map((one) => ({
      ...one, id: newId("map", now.getTime()), retracted: true, approval: null, recordedAt: now, effectiveFrom: one.effectiveFrom > from ? one.effectiveFrom : from,
    })));
    for (const { id, askedFrom } of (requests.get(controlId) ?? []).filter((one) => one.retiredAt === null)) {
      await retireRequest(tx, organizationId, id, { askedFrom: askedFrom > from ? askedFrom : from, revisedAt: now, revisedBy: actorId(args.context.actor) });
    }
    done.push(retirement);
  }
  return done;
}

/**
 * The control holds again from now on, by a new version, with the mappings and the requests that its retirement ended.
 *
 * @throws AppError precondition_failed when it is not retired
 */
export async function writeReinstatement(args: Arguments, controlId: string): Promise<{ version: number }> {
  const { tx, context: { organizationId }, now } = args;
  await lockControls(tx, organizationId);
  const versions = await versionsOf(tx, organizationId, controlId);
  const last = versions.at(-1);
  const { retirement } = last ?? {};
  if (last === undefined || retirement === undefined) throw notFound("control");
  if (retirement === null) throw new AppError("precondition_failed", "control_in_force", `${last.code} is not retired; nothing was changed.`);
  const { recordedAt } = retiringVersion(versions) ?? last;
  const version = await writeVersion(args, last, now, null);
  const ended = (await lastRecordedMappings(tx, organizationId)).filter((one) => one.controlId === controlId && one.retracted && one.recordedAt.getTime() === recordedAt.getTime());
  // A retraction keeps strength and rationale of what it retracts.
  await insertMappings(tx, organizationId, ended.map((one) => ({ ...one, id: newId("map", now.getTime()), retracted: false, approval: null, recordedAt: now, effectiveFrom: now })));
  await askRequestsAgain(tx, organizationId, controlId, recordedAt, { askedFrom: now, revisedAt: now, revisedBy: actorId(args.context.actor) });
  return { version };
}

async function writeVersion({ tx, context, now }: Arguments, last: ControlVersionRow, effectiveFrom: Date, retirement: Retirement | null): Promise<number> {
  const { code: _, ...fields } = last;
  const version = last.version + 1;
  await insertControlVersions(tx, context.organizationId, [{ ...fields, id: newId("cvr", now.getTime()), version, effectiveFrom, recordedAt: now, recordedBy: actorId(context.actor), retirement }]);
  return version;
}

const newestOf = (versions: readonly ControlVersionRow[]): ControlVersionRow => versions.reduce((latest, one) => (one.effectiveFrom > latest.effectiveFrom ? one : latest));

function instantAfter({ now }: Arguments, from: Date, versions: readonly ControlVersionRow[]): Date {
  const newest = newestOf(versions);
  if (from <= now && from > newest.effectiveFrom) return from;
  const sentence = `${newest.code} cannot have been retired on ${from.toISOString()}: version ${newest.version} took effect on ${newest.effectiveFrom.toISOString()}, and it is ${now.toISOString()} now.`;
  throw new AppError("validation", "retirement_day", sentence);
}

/** The first instant of a day, as far as nothing that was recorded of the control takes effect later. */
async function startOfDay({ tx, context, now }: Arguments, day: string, versions: readonly ControlVersionRow[]): Promise<Date> {
  const timeZone = await timeZoneOf(tx, context.organizationId);
  const newest = newestOf(versions);
  const earliest = dayOf(newest.effectiveFrom, timeZone);
  const today = dayOf(now, timeZone);
  if (day > today || day < earliest) {
    const sentence = earliest > today ? `Version ${newest.version} takes effect on ${earliest}; a control retires after that.` : `Choose a day from ${earliest}, when version ${newest.version} took effect, to ${today}.`;
    throw new AppError("validation", "retirement_day", sentence, [{ path: "day", message: sentence }]);
  }
  const { from } = periodInstants({ firstDay: day, lastDay: day, timeZone });
  return from > newest.effectiveFrom ? from : new Date(newest.effectiveFrom.getTime() + 1);
}
