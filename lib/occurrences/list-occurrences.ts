import { z } from "zod";
import { cursorInput, dayInput, decodeCursor, defineVerb, instantsInput, pageOf, pageSizeInput, pastDayInput, type Page, type Scope } from "#lib/access/index.ts";
import { allControls, findControl, requireControls, type ControlName } from "#lib/controls/index.ts";
import { askedDay, askedInstants } from "#lib/platform/as-of.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { zoneOf, type Days, type Occurrence } from "./find-occurrences.ts";
import { findPopulation } from "./find-population.ts";
import { occurrenceRows, periodInput, type OccurrenceRow } from "./occurrence-rows.ts";
import { OCCURRENCE_STATES } from "./occurrence-state.ts";
import type { PopulationCounts } from "./population.ts";

export type OccurrenceList = Page<OccurrenceRow> & {
  timeZone: string;
  period: Days;
  /** Of the whole population, whatever states are filtered. */
  counts: PopulationCounts;
};

const position = z.tuple([dayInput, z.string().min(1).max(64)]);

/**
 * The occurrences of one control or of all, newest first, as they stood at an instant, with the counts of that population.
 * {@link findPopulation} says which they are.
 *
 * @throws AppError not_found; validation for a period that is empty or too long, or an instant in the future
 */
export const listOccurrences = defineVerb({
  name: "occurrences.list",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({
    controlCode: z.string().min(1).max(64).optional(),
    period: periodInput.optional(),
    state: z.array(z.enum(OCCURRENCE_STATES)).max(OCCURRENCE_STATES.length).optional(),
    ...instantsInput,
    ...pastDayInput,
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run({ tx, scope, input, now }): Promise<OccurrenceList> {
    const controls = await controlsAsked(tx, scope, input.controlCode);
    const timeZone = await zoneOf(tx, scope.organizationId);
    const asOf = input.asOfDay === undefined ? askedInstants(input, scope, now) : askedDay(input, timeZone, scope, now);
    const { period, counts, occurrences } = await findPopulation(tx, scope, { controlIds: controls.map(({ id }) => id), period: input.period, asOf, timeZone });
    const codes = new Map(controls.map(({ id, code }) => [id, code]));
    const keyOf = (one: Occurrence): [string, string] => [one.lastDay, codes.get(one.controlId) ?? ""];
    const after = input.cursor === undefined ? undefined : decodeCursor(position, input.cursor);
    const asked = occurrences
      .filter((one) => (input.state?.includes(one.state) ?? true) && (after === undefined || isBehind(keyOf(one), after)))
      .sort((a, b) => (isBehind(keyOf(a), keyOf(b)) ? 1 : -1));
    const { rows, nextCursor } = pageOf(asked.slice(0, input.size + 1), input.size, keyOf);
    return { timeZone, period, counts, rows: await occurrenceRows(tx, scope.organizationId, controls, rows), nextCursor };
  },
});

async function controlsAsked(tx: TenantTransaction, scope: Scope, code: string | undefined): Promise<ControlName[]> {
  const found = code === undefined ? await allControls(tx, scope) : [await findControl(tx, scope, { code })];
  return requireControls(tx, scope, found.map((one) => {
    if (one === null) throw notFound("control");
    return one.id;
  }));
}

/** Whether a place in the list comes after another: newest last day first, then codes in their order. */
function isBehind([day, code]: readonly [string, string], [otherDay, otherCode]: readonly [string, string]): boolean {
  return day === otherDay ? code > otherCode : day < otherDay;
}
