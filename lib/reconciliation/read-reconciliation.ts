import { z } from "zod";
import { cursorInput, dayInput, defineVerb, pageSizeInput, type Page } from "#lib/access/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { askedDay, heldSince } from "#lib/platform/as-of.ts";
import { CELL_STATES, COLUMNS, type ColumnId } from "./client.ts";
import { factsAt } from "./facts.ts";
import { keptResources } from "./kept.repository.ts";
import { DIRECT_BOUNDS } from "./limits.ts";
import { matchFacts, placeOfResource, standsSo, type ReconciledResource, type ReconciliationHead } from "./match-facts.ts";
import { behind, openCursor, pageOf } from "./row-cursor.ts";
import { whichKept, type MadeAs } from "./which-kept.ts";

export type { ReconciledResource } from "./match-facts.ts";
export type ReconciliationView = Page<ReconciledResource> & Omit<ReconciliationHead, "assets" | "size"> & { made: MadeAs };

/**
 * The population against everything that watches it, now or at the end of a past day by what had been recorded then. What was
 * matched before is read as it was kept, and says as of when that was; where nothing is kept, it is matched for the answer.
 *
 * @throws AppError limit_exceeded (population_too_large); validation, for a day in the future
 */
export const readReconciliation = defineVerb({
  name: "reconciliation.read",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ asOfDay: dayInput.optional(), column: z.enum(COLUMNS.map(({ id }) => id) as [ColumnId, ...ColumnId[]]).optional(), state: z.enum(CELL_STATES).optional(), cursor: cursorInput, pageSize: pageSizeInput }),
  async run({ tx, context: { organizationId }, scope, input: { asOfDay, column, state, cursor, pageSize }, now }): Promise<ReconciliationView> {
    const timeZone = await timeZoneOf(tx, organizationId);
    const asOf = askedDay({ asOfDay }, timeZone, scope, now);
    const { number, after } = openCursor(cursor);
    const found = cursor !== undefined && number === 0 ? null : await whichKept(tx, organizationId, asOf, { timeZone, now, number: number === 0 ? null : number });
    if (found !== null) {
      const rows = await keptResources(tx, organizationId, { number: found.kept.number, after, limit: pageSize + 1 }, column, state);
      return { ...pageOf(rows, pageSize, found.kept.number, placeOfResource), ...headOf(found.kept.head), made: found.made };
    }
    const instant = { at: asOf.effectiveAt, recordedBy: heldSince(asOf) };
    const { head, resources } = matchFacts(await factsAt(tx, organizationId, instant, DIRECT_BOUNDS), instant);
    const wanted = behind(resources.filter((row) => standsSo(row, column, state)), after, placeOfResource);
    return { ...pageOf(wanted, pageSize, 0, placeOfResource), ...headOf(head), made: { at: instant.at, kept: false, behindSince: null, failure: "" } };
  },
});

const headOf = ({ assets: _assets, size: _size, ...head }: ReconciliationHead): Omit<ReconciliationHead, "assets" | "size"> => head;
