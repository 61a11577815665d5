import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { tellOfKeys } from "#lib/api-keys/index.ts";
import { tellOfDelegations } from "#lib/delegation/index.ts";
import { proposeDisposal } from "#lib/disposal/index.ts";
import { ACCEPTANCE_NOTICE_DAYS, acceptancesEnding, findingName, findOwedFindings } from "#lib/findings/index.ts";
import { warnOfTimeLimit } from "#lib/incidents/index.ts";
import { forgetOldMails, notify, planDigests, removeOlder, type News } from "#lib/notifications/index.ts";
import { occurrenceSubject, owedOccurrences } from "#lib/occurrences/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { addDays, dayOf, daysIncluded, periodInstants } from "#lib/platform/zoned-time.ts";
import { lookAgainAt, settingAt } from "#lib/settings/index.ts";
import { engagementsOf, membersWithoutFactor, requestsGoingStale, unresolvedIncidents } from "./reminder.repository.ts";
import { dueReminder } from "./thresholds.ts";

/** Before people come to work, and after the night's collections. */
const HOUR_OF_LOOK = 5;
/** The widest reminder, and a day for the difference of zones. */
const LOOK_AHEAD_DAYS = 15;
/** An inbox is no archive: what happened stands in the records and in the audit trail. */
const KEPT_DAYS = 365;

type Act = VerbArguments<unknown>;
type Look = { timeZone: string; today: string; name: string };

/**
 * Tells an organization's people what falls due by the calendar, in its time zone, and puts the next day's look in line.
 * Each reminder has a cause that names its date, so a look that is repeated tells nothing twice.
 */
export const remindPeople = defineVerb({
  name: "reminders.remind_people",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({}),
  async run(args): Promise<{ incidentIds: string[] }> {
    const { tx, context: { organizationId }, now, unchanged } = args;
    const organization = await findOrganization(tx, organizationId);
    if (organization === null) throw notFound("organization");
    const look: Look = { timeZone: organization.timeZone, name: organization.name, today: dayOf(now, organization.timeZone) };
    // First: whoever stands in from today on is told in the others' stead.
    await tellOfDelegations(args);
    await remindOfEvidence(args, look);
    await remindOfOccurrences(args, look);
    await remindOfFindings(args, look);
    await remindOfAcceptances(args, look);
    await demandSecondFactor(args, look);
    await tellOfKeys(args, look);
    await planDigests(args);
    await removeOlder(tx, organizationId, new Date(now.getTime() - KEPT_DAYS * 86_400_000));
    await forgetOldMails(tx, organizationId, now);
    await lookAgainAt(tx, nextLook(look));
    // Each reminder is its own record, and what it is about has its rows in the trail already.
    unchanged();
    return { incidentIds: await unresolvedIncidents(tx, organizationId) };
  },
});

function nextLook({ today, timeZone }: Look): Date {
  const midnight = periodInstants({ firstDay: today, lastDay: today, timeZone }).until;
  return new Date(midnight.getTime() + HOUR_OF_LOOK * 3_600_000);
}

async function remindOfEvidence(args: Act, { today, timeZone }: Look): Promise<void> {
  const { tx, context, now } = args;
  const requests = await requestsGoingStale(tx, context.organizationId, new Date(now.getTime() + LOOK_AHEAD_DAYS * 86_400_000));
  await notify(args, ...requests.flatMap((request): News[] => {
    const { id, code, title, ownerMemberId, freshUntil, freshnessDays } = request;
    const day = dayOf(freshUntil, timeZone);
    const told = { to: [ownerMemberId], subject: { kind: "evidence_request" as const, id }, facts: { code, title, day } };
    if (freshUntil <= now) return [{ ...told, kind: "evidence_overdue", cause: `evidence_overdue:${id}:${day}` }];
    const days = dueReminder(daysIncluded(today, day) - 1, freshnessDays);
    return days === null ? [] : [{ ...told, kind: "evidence_due", cause: `evidence_due:${id}:${day}:${days}` }];
  }));
}

async function remindOfOccurrences(args: Act, { today }: Look): Promise<void> {
  const { tx, scope, now } = args;
  await notify(args, ...(await owedOccurrences(tx, scope, now)).flatMap(({ controlId, firstDay, lastDay, code, title, ownerId, state }): News[] => {
    if (ownerId === null) return [];
    const id = occurrenceSubject(controlId, firstDay);
    const told = { to: [ownerId], subject: { kind: "occurrence" as const, id }, facts: { code, title, day: lastDay } };
    if (state !== "due") return [{ ...told, kind: "occurrence_overdue", cause: `occurrence_overdue:${id}` }];
    const days = dueReminder(daysIncluded(today, lastDay) - 1, daysIncluded(firstDay, lastDay));
    return days === null ? [] : [{ ...told, kind: "occurrence_due", cause: `occurrence_due:${id}:${days}` }];
  }));
}

async function remindOfFindings(args: Act, { today }: Look): Promise<void> {
  const { tx, context } = args;
  const findings = await findOwedFindings(tx, context.organizationId, { until: addDays(today, LOOK_AHEAD_DAYS) });
  await notify(args, ...findings.flatMap((finding): News[] => {
    const { id, title, ownerMemberId, dueOn, raisedAt } = finding;
    if (ownerMemberId === null) return [];
    const told = { to: [ownerMemberId], subject: { kind: "finding" as const, id }, facts: { code: findingName({ number: finding.number, raisedAt }), title, day: dueOn } };
    if (dueOn < today) return [{ ...told, kind: "finding_overdue", cause: `finding_overdue:${id}:${dueOn}` }];
    const days = dueReminder(daysIncluded(today, dueOn) - 1, daysIncluded(dayOf(raisedAt, "UTC"), dueOn));
    return days === null ? [] : [{ ...told, kind: "finding_due", cause: `finding_due:${id}:${dueOn}:${days}` }];
  }));
}

/** The owner, and who accepted the risk: it opens again by itself. */
async function remindOfAcceptances(args: Act, { today }: Look): Promise<void> {
  const { tx, context } = args;
  const [widest] = ACCEPTANCE_NOTICE_DAYS;
  const risks = await acceptancesEnding(tx, context.organizationId, addDays(today, widest));
  await notify(args, ...risks.flatMap(({ id, title, acceptedUntil, ownerMemberId, acceptedBy, ...finding }): News[] => {
    const left = daysIncluded(today, acceptedUntil) - 1;
    const threshold = [...ACCEPTANCE_NOTICE_DAYS].reverse().find((days) => left >= 0 && left <= days);
    if (threshold === undefined) return [];
    return [{
      kind: "acceptance_ending", to: [ownerMemberId, acceptedBy].flatMap((one) => one ?? []), cause: `acceptance_ending:${id}:${acceptedUntil}:${threshold}`,
      subject: { kind: "finding", id }, facts: { code: findingName(finding), title, day: acceptedUntil },
    }];
  }));
}

/** Those who will be shut out, from the day on which it was decided. */
async function demandSecondFactor(args: Act, { name }: Look): Promise<void> {
  const { tx, context, now } = args;
  const day = await settingAt(tx, "second_factor_required_from");
  if (day === "never") return;
  const memberIds = await membersWithoutFactor(tx);
  const engagements = await engagementsOf(tx, context.organizationId, memberIds, now);
  await notify(args, ...memberIds.map((memberId): News => {
    const engagementId = engagements.get(memberId);
    return { kind: "second_factor_due", to: [memberId], cause: `second_factor_due:${day}`, subject: { kind: "account", id: memberId }, facts: { title: name, day }, ...(engagementId === undefined ? {} : { engagementId }) };
  }));
}

/** The whole look: the calendar, then every incident whose time runs, should its own moment have been missed. */
export async function runDueReminders(context: Context): Promise<void> {
  const { incidentIds } = await remindPeople(context, {});
  for (const incidentId of incidentIds) await warnOfTimeLimit(context, { incidentId });
  await proposeDisposal(context, {});
}
