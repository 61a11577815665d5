/** Plain values that JSON can hold, and instants, which become ISO 8601 in UTC. */
export type JsonInput = string | number | boolean | null | Date | readonly JsonInput[] | { readonly [key: string]: JsonInput };

/**
 * JSON with the keys of every object in code-unit order, so that equal data gives equal bytes.
 * @throws RangeError for a number that JSON cannot hold, or an invalid date
 */
export function canonicalJson(value: JsonInput, indent = 0): string {
  return JSON.stringify(ordered(value), null, indent);
}

function ordered(value: JsonInput): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("JSON holds no infinite number");
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as { readonly [key: string]: JsonInput });
  // A null prototype keeps a key named `__proto__` an ordinary key.
  const sorted: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, one] of entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) sorted[key] = ordered(one);
  return sorted;
}
