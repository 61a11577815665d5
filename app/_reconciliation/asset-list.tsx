import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { PAST_FILTERS, dayAsked } from "#app/_past/past.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { ASSET_KIND_NAMES, ASSET_KINDS, ASSET_STATES, ASSET_STATUS, type AssetKind } from "#lib/reconciliation/client.ts";
import { readAssets, type AssetsView, type MatchedAsset } from "#lib/reconciliation/index.ts";

export const assetStateAsked = (query: Query) => ASSET_STATES.find((state) => state === addressValue(query, "state"));

/** Which of the lists an address asks for: machines, unless it says so. */
export const assetKindAsked = (query: Query): AssetKind => ASSET_KIND_NAMES.find((kind) => kind === addressValue(query, "kind")) ?? "machine";

const said = (text: string | undefined): string => (text === undefined || text === "" ? "not said" : text);
const differenceText = ({ differences }: MatchedAsset): string => differences.map(({ attribute, listed, collected }) => `${attribute}: listed ${listed}, collected ${collected}`).join("; ");

const column = columnsOf<MatchedAsset>();

/** The company's own list against what was collected: gaps first. */
export const assetList = defineList<MatchedAsset, { view: AssetsView }>({
  key: "assets",
  page: "reconciliation/assets",
  title: "Asset list",
  filters: { kind: { label: "List", word: wordIn(Object.fromEntries(ASSET_KIND_NAMES.map((kind) => [kind, ASSET_KINDS[kind].label]))) }, state: { label: "Standing", word: wordIn(Object.fromEntries(ASSET_STATES.map((state) => [state, ASSET_STATUS[state].word]))) }, asOf: PAST_FILTERS.asOf },
  rowId: (row) => row.key,
  async read(context, query, { cursor, size }) {
    const { asOfDay } = dayAsked(query);
    const view = await readAssets(context, { kind: assetKindAsked(query), asOfDay, state: assetStateAsked(query), cursor, ...(size === undefined ? {} : { pageSize: size }) });
    return { rows: view.rows, nextCursor: view.nextCursor, view };
  },
  columns: () =>
    column.columns([
      column.accessor("name", { header: "Asset", enableSorting: false, meta: { rowHeader: true, wrap: true } }),
      column.accessor((row) => ASSET_STATUS[row.state].word, { id: "state", header: "Standing", enableSorting: false, cell: ({ row: { original } }) => <StatusInline {...ASSET_STATUS[original.state]} />, meta: { width: 180, wrap: true, narrow: "full" } }),
      column.accessor((row) => differenceText(row), { id: "differences", header: "What differs", enableSorting: false, meta: { width: 160, wrap: true, narrow: "full", narrowLabel: true } }),
      column.accessor((row) => row.asset?.identifiers.join(", ") ?? "", { id: "identifiers", header: "Identifiers", enableSorting: false, meta: { width: 130, mono: true, wrap: true, muted: true, narrow: "full", hideBelow: "lg" } }),
      column.accessor((row) => (row.asset === null ? "" : said(row.asset.purpose)), { id: "purpose", header: "Purpose", enableSorting: false, meta: { width: 140, wrap: true, muted: true, narrow: "full", narrowLabel: true, hideBelow: "lg" } }),
      column.accessor((row) => (row.asset === null ? "" : said(row.asset.owner)), { id: "owner", header: "Owner", enableSorting: false, meta: { width: 108, wrap: true, muted: true, narrow: "full", narrowLabel: true, hideBelow: "md" } }),
      column.accessor((row) => (row.asset === null ? "" : said(row.asset.environment)), { id: "environment", header: "Environment", enableSorting: false, meta: { width: 104, wrap: true, muted: true, narrow: "full", narrowLabel: true, hideBelow: "lg" } }),
      column.accessor((row) => (row.asset === null ? "" : said(row.asset.criticality)), { id: "criticality", header: "Criticality", enableSorting: false, meta: { width: 92, muted: true, narrow: "full", narrowLabel: true, hideBelow: "lg" } }),
    ]),
});
