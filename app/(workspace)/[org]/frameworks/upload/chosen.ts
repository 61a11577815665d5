import type { Query } from "#app/_ui/list-state.ts";
import type { FrameworkFileChoice } from "#lib/frameworks/index.ts";

/** The file that an address names, with the names that a sheet lacks. */
export type Chosen = FrameworkFileChoice;

/** What a sheet is called until somebody says otherwise: by its file. */
export function chosenOf(query: Query): Chosen | null {
  const text = (name: string): string => (typeof query[name] === "string" ? query[name].slice(0, 400) : "");
  const sha256 = text("file");
  if (sha256 === "") return null;
  const fileName = text("name").slice(0, 255) || "framework";
  const stem = fileName.replace(/\.[a-z]{2,4}$/i, "");
  const id = stem.toLowerCase().replace(/[^a-z0-9.]+/g, "-").replace(/^[^a-z0-9]+|-+$/g, "").slice(0, 60);
  return {
    sha256, fileName,
    names: { id: text("id") || id || "framework", name: text("title") || stem, edition: text("edition") || "1", one: text("one") || "requirement", many: text("many") || "requirements", validFrom: text("from"), validUntil: text("until") },
  };
}

/** A choice as the fields of a form or of an address. */
export function fieldsOf({ sha256, fileName, names }: Chosen): Record<string, string> {
  return { file: sha256, name: fileName, id: names.id, title: names.name, edition: names.edition, one: names.one, many: names.many, from: names.validFrom, until: names.validUntil };
}
