/** What was typed into the fields whose names begin with `<prefix>.`, by the rest of their names. */
export function typedBelow(form: FormData, prefix: string): { name: string; value: string }[] {
  return [...form.entries()].flatMap(([name, value]) => (name.startsWith(`${prefix}.`) && typeof value === "string" ? [{ name: name.slice(prefix.length + 1), value }] : []));
}
