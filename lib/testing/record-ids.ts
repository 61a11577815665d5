const RECORD_ID = /\b[a-z]{2,4}_[0-9a-f]{32}\b/g;

/** Every record id that a value names, at any depth, as it would be shown or sent. */
export function recordIdsIn(value: unknown): string[] {
  const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner instanceof Map ? [...inner] : inner)) ?? "";
  return [...new Set(text.match(RECORD_ID) ?? [])];
}

/** A place of a value and the text that stands there. */
export type Leaf = { path: (string | number)[]; text: string };

/** The texts of a value that `is` names, with their places. */
export function leavesOf(value: unknown, is: (text: string) => boolean, path: (string | number)[] = []): Leaf[] {
  if (typeof value === "string") return is(value) ? [{ path, text: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => leavesOf(item, is, [...path, index]));
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => leavesOf(inner, is, [...path, name]));
}

export const isRecordId = (text: string): boolean => text.match(RECORD_ID)?.[0] === text;
