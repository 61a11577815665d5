import type { VerbArguments } from "#lib/access/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { askRequestsAgain, insertMappings, lastRecordedMappings, retireRequest, storedRequests } from "./adoption.repository.ts";
import { insertControlVersions, lockControls, versionsOf, type ControlVersionRow, type Retirement } from "./controls.repository.ts";

type Arguments = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/** The zone in which the days of the organization begin. */
async function timeZoneOf(tx: TenantTransaction, organizationId: string): Promise<string> {
  const organization = await findOrganization(tx, organizationId);
  if (organization === null) throw notFound("organization");
  return organization.timeZone;
}

/**
 * From a day on a control does not hold: a version says so, its mappings are retracted, its evidence requests are asked no
 * more. What was recorded of the time before stays.
 *
 * @throws AppError precondition_failed when it is retired already; validation for a day in the future, or one before
 *   something that was recorded of it takes effect
 */
export async function writeRetirement(args: Arguments, controlId: string, wanted: { day: string; reason: string; successorId: string | null }): Promise<Retirement> {
  const { tx, context, now } = args;
  await lockControls(tx, context.organizationId);
  const versions = await versionsOf(tx, context.organizationId, controlId);
  const last = versions.at(-1);
  if (last === undefined) throw notFound("control");
  if (last.retirement !== null) throw new AppError("precondition_failed", "control_retired", `${last.code} is retired already; nothing was changed.`);
  const from = await startOfDay(args, wanted.day, versions);
  const retirement: Retirement = { from, reason: wanted.reason, successorId: wanted.successorId };
  await writeVersion(args, last, from, retirement);
  const mappings = (await lastRecordedMappings(tx, context.organizationId)).filter((one) => one.controlId === controlId && !one.retracted);
  await insertMappings(tx, context.organizationId, mappings.map((one) => ({
    ...one, id: newId("map", now.getTime()), retracted: true, approval: null, recordedAt: now, effectiveFrom: one.effectiveFrom > from ? one.effectiveFrom : from,
  })));
  const requests = (await storedRequests(tx, context.organizationId)).filter((one) => one.controlId === controlId && one.retiredAt === null);
  for (const { id } of requests) await retireRequest(tx, context.organizationId, id, now);
  return retirement;
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
  const { recordedAt } = versions.find((one) => one.retirement?.from.getTime() === retirement.from.getTime()) ?? last;
  const version = await writeVersion(args, last, now, null);
  const ended = (await lastRecordedMappings(tx, organizationId)).filter((one) => one.controlId === controlId && one.retracted && one.recordedAt.getTime() === recordedAt.getTime());
  // A retraction keeps strength and rationale of what it retracts.
  await insertMappings(tx, organizationId, ended.map((one) => ({ ...one, id: newId("map", now.getTime()), retracted: false, approval: null, recordedAt: now, effectiveFrom: now })));
  await askRequestsAgain(tx, organizationId, controlId, recordedAt);
  return { version };
}

async function writeVersion({ tx, context, now }: Arguments, last: ControlVersionRow, effectiveFrom: Date, retirement: Retirement | null): Promise<number> {
  const { code: _, ...fields } = last;
  const version = last.version + 1;
  await insertControlVersions(tx, context.organizationId, [{ ...fields, id: newId("cvr", now.getTime()), version, effectiveFrom, recordedAt: now, recordedBy: actorId(context.actor), retirement }]);
  return version;
}

/** The first instant of a day, as far as nothing that was recorded of the control takes effect later. */
async function startOfDay({ tx, context, now }: Arguments, day: string, versions: readonly ControlVersionRow[]): Promise<Date> {
  const timeZone = await timeZoneOf(tx, context.organizationId);
  const newest = versions.reduce((latest, one) => (one.effectiveFrom > latest.effectiveFrom ? one : latest));
  const earliest = dayOf(newest.effectiveFrom, timeZone);
  const today = dayOf(now, timeZone);
  if (day > today || day < earliest) {
    const sentence = earliest > today ? `Version ${newest.version} takes effect on ${earliest}; a control retires after that.` : `Choose a day from ${earliest}, when version ${newest.version} took effect, to ${today}.`;
    throw new AppError("validation", "retirement_day", sentence, [{ path: "day", message: sentence }]);
  }
  const { from } = periodInstants({ firstDay: day, lastDay: day, timeZone });
  return from > newest.effectiveFrom ? from : new Date(newest.effectiveFrom.getTime() + 1);
}
