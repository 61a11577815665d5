import type { Json } from "#lib/connector/index.ts";

/**
 * JSON as the database can hold it: what no text may contain there (U+0000, half of a surrogate pair) becomes U+FFFD. The
 * stored copy of an answer keeps it as it came.
 */
export function storable<Value extends Json>(value: Value): Value {
  return /\\u(?:0000|[dD][89a-fA-F])/.test(JSON.stringify(value)) ? (cleaned(value) as Value) : value;
}

function cleaned(value: Json): Json {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\u0000", "\uFFFD");
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: Json) => cleaned(item));
  return Object.fromEntries(Object.entries(value).map(([name, item]: [string, Json]) => [cleaned(name) as string, cleaned(item)]));
}
