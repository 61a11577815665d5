import type { Query } from "#app/_ui/list-state.ts";

/** The one value of a parameter, without what stands around it; undefined for none, empty, or several. */
export function addressValue(query: Query, name: string): string | undefined {
  const value = query[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** Reads values of a filter in words; undefined for one that is not among them. */
export function wordIn(words: Readonly<Record<string, string>>): (value: string) => string | undefined {
  return (value) => (Object.hasOwn(words, value) ? words[value] : undefined);
}
