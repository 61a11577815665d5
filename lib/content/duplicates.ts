/** The entries whose key another entry before them already has, with that first entry. */
export function duplicates<T>(entries: readonly T[], keyOf: (entry: T) => string): { entry: T; index: number; first: T }[] {
  const seen = new Map<string, T>();
  return entries.flatMap((entry, index) => {
    const key = keyOf(entry);
    const first = seen.get(key);
    if (first !== undefined) return [{ entry, index, first }];
    seen.set(key, entry);
    return [];
  });
}
