import { z } from "zod";
import { dayInput, defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { localDays, recordEvidence, rejectByRule, type LocalDay } from "#lib/evidence/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { daysIncluded, periodInstants } from "#lib/platform/zoned-time.ts";
import { segmentsOfDay, whyUnread } from "./day-silence.ts";
import { populationRecord } from "./population-record.ts";
import {
  countAlerts, countIncidents, insertPopulation, knownPopulations, logsAround, requestsTakingPopulations, timeZoneOf, type KnownPopulation, type PopulationRequest, type ReadSegment,
} from "./population.repository.ts";

/** Days of one transaction: each may become evidence of several requests, and a transaction has seconds. */
export const MAX_QUIET_DAYS = 10;

export type QuietDays = { proven: number; withdrawn: number };

/**
 * Proves the days on which nothing happened: when the logs of a day of the organization's zone were read completely and
 * the population of a control was empty, the count is recorded with the segments it rests on, and becomes evidence of the
 * requests that take it. A day that cannot be told stays unproven. What was counted empty and is so no more, because a
 * segment came later, is taken back. Repeating it changes nothing.
 *
 * @throws AppError validation for more than `MAX_QUIET_DAYS` days
 */
export const proveQuietDays = defineVerb({
  name: "populations.prove_quiet_days",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ firstDay: dayInput, lastDay: dayInput }),
  async run(args): Promise<QuietDays> {
    const { tx, context, input, now, unchanged } = args;
    const { organizationId } = context;
    const count = daysIncluded(input.firstDay, input.lastDay);
    if (count === 0 || count > MAX_QUIET_DAYS) throw new AppError("validation", "period", `Choose a period of 1 to ${MAX_QUIET_DAYS} days.`);
    const timeZone = await timeZoneOf(tx, organizationId);
    const within = periodInstants({ ...input, timeZone });
    const days = localDays(within.from, within.until, timeZone).filter((day) => day.to <= now);
    const requests = await requestsTakingPopulations(tx, organizationId);
    const done = { proven: 0, withdrawn: 0 };
    if (days.length > 0 && requests.length > 0) {
      const logs = await logsAround(tx, organizationId, within);
      const known = new Map((await knownPopulations(tx, organizationId, days.map((day) => day.date))).map((one) => [keyOf(one), one]));
      for (const day of days) {
        const stretch = { from: day.from, until: day.to };
        const readWholly = whyUnread(stretch, logs.sources, logs.segments) === null;
        const read = segmentsOfDay(stretch, logs.segments);
        for (const request of requests) await judge(args, { request, day, timeZone, read: readWholly ? read : null, known: known.get(keyOf({ ...request, day: day.date })) ?? null }, done);
      }
    }
    if (done.proven + done.withdrawn === 0) unchanged();
    return done;
  },
});

const keyOf = (one: { controlId: string; subject: string; day: string }): string => `${one.controlId} ${one.subject} ${one.day}`;

type Candidate = { request: PopulationRequest; day: LocalDay; timeZone: string; /** Null when the day's logs were not read completely. */ read: ReadSegment[] | null; known: KnownPopulation | null };

async function judge(args: VerbArguments<unknown>, candidate: Candidate, done: QuietDays): Promise<void> {
  const { request, day, read, known } = candidate;
  if (known === null && read === null) return;
  const count = await populationOf(args, request, { from: day.from, until: day.to });
  if (known !== null) {
    if (count.found === 0 || known.evidenceId === null) return;
    await rejectByRule(args, known.evidenceId, `Counted again, the population of ${day.date} is not empty: ${request.subject === "alerts" ? "alerts" : "an incident"} of that day became known later.`);
    done.withdrawn += 1;
    return;
  }
  if (read === null || count.found > 0 || count.undecided > 0) return;
  await record(args, candidate, read);
  done.proven += 1;
}

async function populationOf({ tx, context }: VerbArguments<unknown>, request: PopulationRequest, stretch: { from: Date; until: Date }): Promise<{ found: number; undecided: number }> {
  const { organizationId } = context;
  if (request.subject === "alerts") return { found: await countAlerts(tx, organizationId, request.controlCode, stretch), undecided: 0 };
  const { open, unjudged } = await countIncidents(tx, organizationId, stretch);
  return { found: open, undecided: unjudged };
}

async function record(args: VerbArguments<unknown>, { request, day, timeZone }: Candidate, segments: ReadSegment[]): Promise<void> {
  const { tx, context, now, audit } = args;
  const { controlId, subject, requestIds } = request;
  const id = newId("pop", now.getTime());
  const { record: text, sha256 } = populationRecord({ request, day, timeZone, segments, at: now });
  await insertPopulation(tx, context.organizationId, {
    id, controlId, subject, day: day.date, fromAt: day.from, untilAt: day.to, segments: segments.length, record: text, sha256, countedAt: now,
  });
  const facts = { subject, day: day.date, count: 0, segments: segments.length, sha256 };
  await appendPendingEntry(tx, context, { kind: "population", subjectId: id, record: { control: controlId, ...facts } });
  await audit({ action: "population.counted", subjectKind: "population", subjectId: id, changes: facts });
  const read = segments.length === 1 ? "1 segment" : `${segments.length} segments`;
  await recordEvidence(args, { source: { kind: "population", id }, title: `No ${subject} on ${day.date}, in ${read} read completely`, note: "", requestIds });
}
