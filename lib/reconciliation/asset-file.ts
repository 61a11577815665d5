import { readWithin } from "#lib/platform/blob-store/read-within.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { columnLetters, readSpreadsheet, SPREADSHEET_LIMITS } from "#lib/spreadsheets/index.ts";
import { ASSET_FIELD_NAMES, assetsOf, guessAssetColumns, type AssetColumns, type AssetKind, type LeftOut, type ListedAsset } from "./asset-fields.ts";
import { importAssets, openAssetFile } from "./import-assets.ts";
import { LEFT_OUT_KEPT, MAX_ASSETS } from "./limits.ts";

/** For which of the lists, which file, which of its sheets, and what its columns hold where a person said so. */
export type AssetFileChoice = { kind: AssetKind; sha256: string; sheet?: string; columns?: AssetColumns };

export type AssetFile = {
  sheetNames: readonly string[];
  sheetName: string;
  header: { number: number; cells: readonly string[] };
  /** Columns that have a header, by index. */
  offered: { index: number; label: string }[];
  columns: AssetColumns;
  assets: readonly ListedAsset[];
  leftOut: readonly LeftOut[];
};

/** Lines above the first asset: a title, headers, a remark. */
const ROWS_ABOVE = 100;

/**
 * Reads a file that was sent, as a list of assets. No verb by itself: bytes are read outside of transactions, and the
 * verbs before and after it authorise.
 *
 * @throws AppError not_found; validation (spreadsheet_…) with a sentence on why the file cannot be read
 */
export async function readAssetFile(context: Context, choice: AssetFileChoice): Promise<AssetFile> {
  const { remembered } = await openAssetFile(context, { sha256: choice.sha256, kind: choice.kind });
  const { sheet, sheetName, sheetNames } = await readSpreadsheet(await readWithin(context.organizationId, choice.sha256, SPREADSHEET_LIMITS.fileBytes), choice.sheet, MAX_ASSETS + ROWS_ABOVE);
  const guess = guessAssetColumns(sheet.rows, remembered);
  const header = guess.header ?? sheet.rows.find((row) => row.cells.some((cell) => cell !== "")) ?? { number: 0, cells: [] };
  const columns = choice.columns ?? guess.columns;
  const offered = header.cells.flatMap((label, index) => (label === "" ? [] : [{ index, label: `${columnLetters(index)}: ${label.slice(0, 60)}` }]));
  return { sheetNames, sheetName, header, offered, columns, ...assetsOf(namesSomething(columns) ? sheet.rows.filter(({ number }) => number > header.number) : [], columns) };
}

/** Whether it is said by what an asset is known. */
export const namesSomething = ({ name, identifier, address }: AssetColumns): boolean => name !== undefined || identifier !== undefined || address !== undefined;

/** Takes what was looked over as the next version: read again, for nothing that a browser sends is taken for the file's content. */
export async function importAssetFile(context: Context, choice: AssetFileChoice & { fileName: string }): Promise<{ version: number; isNew: boolean; rows: number }> {
  const read = await readAssetFile(context, choice);
  if (!namesSomething(read.columns)) throw new AppError("validation", "columns_missing", "Say which column names the assets; nothing was changed.");
  const headers = Object.fromEntries(ASSET_FIELD_NAMES.flatMap((field) => (read.columns[field] === undefined ? [] : [[field, (read.header.cells[read.columns[field]] ?? "").slice(0, 255)]])));
  const source = { sha256: choice.sha256, fileName: choice.fileName, sheetName: read.sheetName.slice(0, 255), headers };
  const assets = read.assets.map((asset) => ({ ...asset, identifiers: [...asset.identifiers] }));
  return { ...(await importAssets(context, { kind: choice.kind, source, assets, leftOut: read.leftOut.slice(0, LEFT_OUT_KEPT) })), rows: assets.length };
}
