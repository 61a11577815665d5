import { z } from "zod";
import { cursorInput, dayInput, decodeCursor, defineVerb, encodeCursor, memberNames, pageSizeInput, type Page } from "#lib/access/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { askedDay, heldSince } from "#lib/platform/as-of.ts";
import { assetListsAt, assetsIn, type AssetListRow } from "./asset-list.repository.ts";
import { ASSET_STATES, type AssetState, type MatchedAsset } from "./match-assets.ts";
import { MAX_POPULATION, VERSIONS_SHOWN } from "./limits.ts";
import { collectedAt } from "./collected-assets.ts";
import { kindInput } from "./import-assets.ts";
import { listHeldAgainst } from "./population-at.ts";

export type ListVersion = AssetListRow & { importedByName: string };

export type AssetsView = Page<MatchedAsset> & {
  /** The version that counts; null while none was imported. */
  list: ListVersion | null;
  /** Every version, the newest first. */
  versions: ListVersion[];
  counts: Readonly<Record<AssetState, number>>;
  /** Resources in scope, and whether what was not collected is not there. */
  collected: number;
  complete: boolean;
};

/** The company's own list against what was collected, now or at the end of a past day by what had been recorded then. @throws AppError limit_exceeded; validation, for a day in the future */
export const readAssets = defineVerb({
  name: "reconciliation.read_assets",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ kind: kindInput, asOfDay: dayInput.optional(), state: z.enum(ASSET_STATES).optional(), cursor: cursorInput, pageSize: pageSizeInput }),
  async run({ tx, context: { organizationId }, scope, input, now }): Promise<AssetsView> {
    const asOf = askedDay({ asOfDay: input.asOfDay }, await timeZoneOf(tx, organizationId), scope, now);
    const recordedBy = heldSince(asOf);
    const lists = await assetListsAt(tx, organizationId, input.kind, recordedBy, VERSIONS_SHOWN);
    const names = await memberNames(tx, organizationId, lists.map(({ importedBy }) => importedBy));
    const versions = lists.map((list) => ({ ...list, importedByName: names.get(list.importedBy) ?? "Somebody who has left" }));
    const [newest] = versions;
    const population = await collectedAt(tx, organizationId, input.kind, { at: asOf.effectiveAt, recordedBy });
    const matched = newest === undefined ? [] : listHeldAgainst(await assetsIn(tx, organizationId, newest.id), population);
    const wanted = matched.filter(({ state }) => input.state === undefined || state === input.state).sort((a, b) => ASSET_STATES.indexOf(a.state) - ASSET_STATES.indexOf(b.state) || a.name.localeCompare(b.name, "en"));
    const [start] = input.cursor === undefined ? [0] : decodeCursor(z.tuple([z.int().min(0).max(2 * MAX_POPULATION)]), input.cursor);
    const end = start + input.pageSize;
    const counts = Object.fromEntries(ASSET_STATES.map((state) => [state, matched.filter((one) => one.state === state).length])) as Record<AssetState, number>;
    return { rows: wanted.slice(start, end), nextCursor: end < wanted.length ? encodeCursor([end]) : null, list: newest ?? null, versions, counts, collected: population.inScope.length, complete: population.complete };
  },
});
