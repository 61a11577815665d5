import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { KIND_WORDS, OBJECT_KINDS, OBJECT_SEVERITIES } from "#lib/inventory/client.ts";
import { listObjects, type ObjectRow } from "#lib/inventory/index.ts";
import { objectColumns } from "./object-columns.tsx";

export const SEVERITY_WORDS: Readonly<Record<(typeof OBJECT_SEVERITIES)[number], string>> = { critical: "Critical", high: "High", medium: "Medium", low: "Low", informational: "Informational", unknown: "Not known" };
export const OPEN_WORDS = { yes: "Open", no: "Not open" } as const;

/** What an address of the list of collected things filters by; tickets unless it names a kind. */
export function objectFilter(query: Query) {
  const [kind, severity, open] = ["kind", "severity", "open"].map((name) => addressValue(query, name));
  return {
    kind: OBJECT_KINDS.find((one) => one === kind) ?? "ticket", connectionId: addressValue(query, "connection"), severity: OBJECT_SEVERITIES.find((one) => one === severity),
    open: open === "yes" ? true : open === "no" ? false : undefined, text: addressValue(query, "q"),
  };
}

export const objectList = defineList<ObjectRow>({
  key: "inventory",
  page: "inventory",
  title: "Collected",
  filters: {
    kind: { label: "Kind", word: wordIn(Object.fromEntries(OBJECT_KINDS.map((kind) => [kind, KIND_WORDS[kind].many]))) }, connection: { label: "Connection" }, severity: { label: "Severity", word: wordIn(SEVERITY_WORDS) },
    open: { label: "Open", word: wordIn(OPEN_WORDS) }, q: { label: "Named" },
  },
  rowId: (row) => row.id,
  read: (context, query, { cursor, size }) => listObjects(context, { ...objectFilter(query), cursor, pageSize: size }),
  columns: ({ zone, query }) => objectColumns(zone, objectFilter(query).kind),
});
