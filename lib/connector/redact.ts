import type { Json } from "./contract.ts";

/** What stands in stored answers where something was left out. */
export const NOT_KEPT = "[not kept]";

/**
 * An answer without the values of the named fields, at whatever depth: they are replaced by a mark, so that it stays
 * visible that there was something. Null and empty stay as they are.
 */
export function redactFields(value: Json, names: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => redactFields(item, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value as Readonly<Record<string, Json>>).map(([name, inner]) => [name, names.has(name) && inner !== null && inner !== "" ? NOT_KEPT : redactFields(inner, names)]));
}
