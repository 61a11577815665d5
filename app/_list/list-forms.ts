import { listField, textField } from "#app/_edge/form-fields.ts";

/** What the dialog of columns sends; `reset` gives the list back as it comes. */
export function arrangementIn(form: FormData): { list: string; columns?: string[] | null; density: string } {
  const list = textField(form, "list");
  if (textField(form, "reset") === "yes") return { list, columns: null, density: "normal" };
  const density = textField(form, "density");
  // With a view open its columns are the address's, and the person's own stay as they are.
  return textField(form, "keep") === "yes" ? { list, density } : { list, columns: listField(form, "columns"), density };
}

/** Filters (as `name=value`) and columns that a view is saved with. */
export function viewContentIn(form: FormData): { filters: { name: string; value: string }[]; columns: string[] | null } {
  const columns = listField(form, "columns");
  const filters = listField(form, "filter").map((text) => ({ name: text.slice(0, text.indexOf("=")), value: text.slice(text.indexOf("=") + 1) }));
  return { filters, columns: columns.length === 0 ? null : columns };
}
