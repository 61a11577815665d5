import { z } from "zod";
import { cursorInput, dayInput, defineVerb, memberNames, pageSizeInput, type Page } from "#lib/access/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { askedDay, heldSince } from "#lib/platform/as-of.ts";
import { assetListsAt, assetsIn, type AssetListRow } from "./asset-list.repository.ts";
import { collectedAt } from "./collected-assets.ts";
import { kindInput } from "./import-assets.ts";
import { keptAssets } from "./kept.repository.ts";
import { VERSIONS_SHOWN } from "./limits.ts";
import { ASSET_STATES, matchAssets, type MatchedAsset } from "./match-assets.ts";
import { assetCounts, inOrder, placeOfAsset, type ReconciliationHead } from "./match-facts.ts";
import { behind, openCursor, pageOf } from "./row-cursor.ts";
import { whichKept, type MadeAs } from "./which-kept.ts";

export type ListVersion = AssetListRow & { importedByName: string };

export type AssetsView = Page<MatchedAsset> & Pick<ReconciliationHead["assets"], "counts" | "collected" | "complete"> & {
  /** The version that counts, as it was matched; null while none was imported. */
  list: ListVersion | null;
  /** Every version, the newest first. */
  versions: ListVersion[];
  made: MadeAs;
};

/** The company's own list of a kind against what was collected, now or at the end of a past day by what had been recorded then. @throws AppError limit_exceeded; validation, for a day in the future */
export const readAssets = defineVerb({
  name: "reconciliation.read_assets",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ kind: kindInput, asOfDay: dayInput.optional(), state: z.enum(ASSET_STATES).optional(), cursor: cursorInput, pageSize: pageSizeInput }),
  async run({ tx, context: { organizationId }, scope, input: { kind, asOfDay, state, cursor, pageSize }, now }): Promise<AssetsView> {
    const timeZone = await timeZoneOf(tx, organizationId);
    const asOf = askedDay({ asOfDay }, timeZone, scope, now);
    const instant = { at: asOf.effectiveAt, recordedBy: heldSince(asOf) };
    const lists = await assetListsAt(tx, organizationId, kind, instant.recordedBy, VERSIONS_SHOWN);
    const names = await memberNames(tx, organizationId, lists.map(({ importedBy }) => importedBy));
    const versions = lists.map((list) => ({ ...list, importedByName: names.get(list.importedBy) ?? "Somebody who has left" }));
    const { number, after } = openCursor(cursor);
    // Of the other kinds nothing is kept: they are short, and no column of the matrix.
    const found = kind !== "machine" || (cursor !== undefined && number === 0) ? null : await whichKept(tx, organizationId, asOf, { timeZone, now, number: number === 0 ? null : number });
    if (found !== null) {
      const { version, counts, collected, complete } = found.kept.head.assets;
      const rows = await keptAssets(tx, organizationId, { number: found.kept.number, after, limit: pageSize + 1 }, state === undefined ? undefined : ASSET_STATES.indexOf(state));
      return { ...pageOf(rows, pageSize, found.kept.number, placeOfAsset), list: versions.find((one) => one.version === version) ?? null, versions, counts, collected, complete, made: found.made };
    }
    const [newest] = versions;
    const { resources, complete } = await collectedAt(tx, organizationId, kind, instant);
    const matched = newest === undefined ? [] : inOrder(matchAssets(await assetsIn(tx, organizationId, newest.id), resources, complete), placeOfAsset);
    const wanted = behind(matched.filter((one) => state === undefined || one.state === state), after, placeOfAsset);
    return { ...pageOf(wanted, pageSize, 0, placeOfAsset), list: newest ?? null, versions, counts: assetCounts(matched), collected: resources.filter((one) => one.scope.scope === "in").length, complete, made: { at: instant.at, kept: false, behindSince: null, failure: "" } };
  },
});
