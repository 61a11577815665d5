import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { putReconciliationDue } from "#lib/inventory/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { ASSET_FIELD_NAMES, ASSET_KIND_NAMES, type ListedAsset } from "./asset-fields.ts";
import { assetListsAt, assetsIn, holdsFile, insertAssetList, lockAssetLists } from "./asset-list.repository.ts";
import { LEFT_OUT_KEPT, MAX_ASSETS } from "./limits.ts";

/** Which of the company’s lists. */
export const kindInput = z.enum(ASSET_KIND_NAMES).default("machine");
const text = z.string().max(300);
const rowNumber = z.int().min(1).max(1_048_576);
const sha256Input = z.string().max(64).regex(/^[0-9a-f]{64}$/);

/** Whether a file was sent to this organization, and how the columns of a list were read the last time. @throws AppError not_found */
export const openAssetFile = defineVerb({
  name: "reconciliation.open_asset_file",
  permission: "inventory.define",
  effect: "read",
  rate: "upload",
  input: z.strictObject({ sha256: sha256Input, kind: kindInput }),
  async run({ tx, context: { organizationId }, input: { sha256, kind } }): Promise<{ remembered: Readonly<Record<string, string>> }> {
    if (!(await holdsFile(tx, organizationId, sha256))) throw notFound("file");
    return { remembered: (await assetListsAt(tx, organizationId, kind, null, 1))[0]?.headers ?? {} };
  },
});

/**
 * Takes the company's own list of what it has, as the next version of the list of its kind; the file stays, by its hash. The same file read the
 * same way a second time changes nothing.
 *
 * @throws AppError not_found, for a file that was not sent
 */
export const importAssets = defineVerb({
  name: "reconciliation.import_assets",
  permission: "inventory.define",
  effect: "write",
  input: z.strictObject({
    kind: kindInput,
    source: z.strictObject({ sha256: sha256Input, fileName: z.string().trim().min(1).max(255), sheetName: z.string().max(255), headers: z.partialRecord(z.enum(ASSET_FIELD_NAMES), z.string().max(255)) }),
    assets: z.array(z.strictObject({ row: rowNumber, name: text.min(1), identifiers: z.array(text).max(20), owner: text, environment: text, criticality: text, purpose: text.default("") })).min(1, "The list names no asset.").max(MAX_ASSETS, `At most ${MAX_ASSETS} assets.`),
    leftOut: z.array(z.strictObject({ row: rowNumber, why: z.string().max(200) })).max(LEFT_OUT_KEPT),
  }),
  async run({ tx, context, input: { kind, source, assets, leftOut }, now, audit, unchanged }): Promise<{ version: number; isNew: boolean }> {
    const { organizationId } = context;
    if (!(await holdsFile(tx, organizationId, source.sha256))) throw notFound("file");
    await lockAssetLists(tx, organizationId);
    const [newest] = await assetListsAt(tx, organizationId, kind, null, 1);
    if (newest?.sha256 === source.sha256 && JSON.stringify(await assetsIn(tx, organizationId, newest.id)) === JSON.stringify(inOrder(assets))) {
      unchanged();
      return { version: newest.version, isNew: false };
    }
    const id = newId("asl", now.getTime());
    const version = (newest?.version ?? 0) + 1;
    await insertAssetList(tx, organizationId, { id, kind, version, ...source, headers: source.headers as Record<string, string>, rows: assets.length, leftOut, importedBy: actorId(context.actor), importedAt: now }, assets);
    if (kind === "machine") await putReconciliationDue(tx, now);
    await appendPendingEntry(tx, context, { kind: "asset_list.imported", subjectId: id, record: { list: kind, version, file: source.sha256, sheet: source.sheetName, headers: { ...source.headers } as Record<string, string>, rows: assets.length, left_out: leftOut.length } });
    await audit({ action: "asset_list.imported", subjectKind: "asset_list", subjectId: id, changes: { list: kind, version, file: source.fileName, sha256: source.sha256, sheet: source.sheetName, rows: assets.length, left_out: leftOut.length } });
    return { version, isNew: true };
  },
});

/** As they are read back. */
const inOrder = (assets: readonly ListedAsset[]) =>
  assets.map(({ row, name, identifiers, owner, environment, criticality, purpose }) => ({ row, name, identifiers, owner, environment, criticality, purpose })).sort((a, b) => a.row - b.row);
