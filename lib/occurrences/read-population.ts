import { z } from "zod";
import { defineVerb, instantsInput } from "#lib/access/index.ts";
import { findControl, requireControls } from "#lib/controls/index.ts";
import { askedInstants } from "#lib/platform/as-of.ts";
import { notFound } from "#lib/platform/errors.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { findLatestOccurrences, zoneOf, type Days } from "./find-occurrences.ts";
import { findPopulation } from "./find-population.ts";
import { occurrenceRows, periodInput, type OccurrenceRow } from "./occurrence-rows.ts";
import type { PeriodicFrequency } from "./frequencies.ts";
import type { OccurrenceState } from "./occurrence-state.ts";
import type { PopulationCounts } from "./population.ts";

export type ControlPopulation = {
  code: string;
  timeZone: string;
  period: Days;
  counts: PopulationCounts;
  /** Every occurrence, oldest first. */
  strip: { firstDay: string; lastDay: string; frequency: PeriodicFrequency; state: OccurrenceState }[];
  /** The newest that have begun, newest first. */
  newest: OccurrenceRow[];
  /** The one that is open now, if there is one and the reader may see it. */
  current: OccurrenceRow | null;
};

/** Rows that a control's page shows; the list has all. */
const SHOWN = 6;

/**
 * The population of one control, as its page shows it. {@link findPopulation} says what it holds.
 *
 * @throws AppError not_found; validation for a period that is empty or too long, or an instant in the future
 */
export const readPopulation = defineVerb({
  name: "occurrences.read_population",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({ controlCode: z.string().min(1).max(64), period: periodInput.optional(), ...instantsInput }),
  async run({ tx, scope, input, now }): Promise<ControlPopulation> {
    const control = await findControl(tx, scope, { code: input.controlCode });
    if (control === null) throw notFound("control");
    const asOf = askedInstants(input, scope, now);
    const timeZone = await zoneOf(tx, scope.organizationId);
    const { period, counts, occurrences } = await findPopulation(tx, scope, { controlIds: [control.id], period: input.period, asOf, timeZone });
    const open = (await findLatestOccurrences(tx, scope.organizationId, [control.id], dayOf(asOf.effectiveAt, timeZone), asOf, timeZone)).get(control.id)?.at(-1);
    const current = scope.engagement === null || occurrences.some((one) => one.firstDay === open?.firstDay) ? open : undefined;
    const newest = occurrences.filter((one) => one.state !== "upcoming").slice(-SHOWN).reverse();
    const rows = await occurrenceRows(tx, scope.organizationId, await requireControls(tx, scope, [control.id]), [...newest, ...(current === undefined ? [] : [current])]);
    return {
      code: control.code, timeZone, period, counts,
      strip: occurrences.map(({ firstDay, lastDay, frequency, state }) => ({ firstDay, lastDay, frequency, state })),
      newest: rows.slice(0, newest.length),
      current: rows[newest.length] ?? null,
    };
  },
});
