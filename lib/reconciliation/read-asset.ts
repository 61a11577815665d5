import { z } from "zod";
import { defineVerb, memberNames } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { allControls } from "#lib/controls/index.ts";
import { CONTROLS_OF_KIND, type ListedAsset } from "./asset-fields.ts";
import { assetListsAt, assetsIn, rowsNamed, type AssetListRow } from "./asset-list.repository.ts";
import { collectedAt } from "./collected-assets.ts";
import { kindInput } from "./import-assets.ts";
import { VERSIONS_SHOWN } from "./limits.ts";
import { matchAssets, type MatchedAsset } from "./match-assets.ts";
import type { ScopeJudgement } from "./scope-rules.ts";

/** A version of the list, and what it says of the asset; null where it does not name it. */
export type AssetVersion = Pick<AssetListRow, "version" | "fileName" | "importedAt"> & { importedByName: string; said: ListedAsset | null };

export type AssetView = MatchedAsset & {
  /** What it was found to be, where it was collected. */
  found: { id: string; name: string; type: string; account: string | null; region: string | null; scope: ScopeJudgement; firstSeenAt: Date }[];
  /** The newest first. */
  versions: AssetVersion[];
  /** Codes of the organization's controls that lists of this kind serve. */
  controls: string[];
};

/** One asset: what the list says and said, what was collected of it, and how both stand. @throws AppError not_found, for a key that the newest list and what was collected do not have */
export const readAsset = defineVerb({
  name: "reconciliation.read_asset",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ kind: kindInput, /** Of its row in the newest list, or of what was collected. */ key: z.string().min(1).max(400) }),
  async run({ tx, context: { organizationId }, scope, input: { kind, key }, now }): Promise<AssetView> {
    const lists = await assetListsAt(tx, organizationId, kind, null, VERSIONS_SHOWN);
    const [newest] = lists;
    const collected = await collectedAt(tx, organizationId, kind, { at: now, recordedBy: now });
    const matched = matchAssets(newest === undefined ? [] : await assetsIn(tx, organizationId, newest.id), collected.resources, collected.complete);
    const one = matched.find((each) => each.key === key);
    if (one === undefined) throw notFound("asset");
    const names = await memberNames(tx, organizationId, lists.map(({ importedBy }) => importedBy));
    const said = await rowsNamed(tx, organizationId, lists.map(({ id }) => id), one.name);
    const found = collected.resources.filter(({ population }) => one.resources.includes(population.id)).map(({ population: { id, name }, type, account, region, scope: judgement, firstSeenAt }) => ({ id, name, type, account, region, scope: judgement, firstSeenAt }));
    const held = (await allControls(tx, scope)).map(({ code }) => code);
    return {
      ...one, found, controls: CONTROLS_OF_KIND[kind].filter((code) => held.includes(code)),
      versions: lists.map(({ id, version, fileName, importedAt, importedBy }) => ({ version, fileName, importedAt, importedByName: names.get(importedBy) ?? "Somebody who has left", said: said.get(id) ?? null })),
    };
  },
});
