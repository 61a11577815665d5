/** A text field; empty when the form has none of that name. */
export function textField(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** A text field that may be left empty: undefined then. */
export function optionalField(form: FormData, name: string): string | undefined {
  const value = textField(form, name).trim();
  return value === "" ? undefined : value;
}

/** A number; NaN, which every schema refuses, when it is none. */
export function numberField(form: FormData, name: string): number {
  const value = textField(form, name).trim();
  return value === "" ? Number.NaN : Number(value);
}

/** Whether a checkbox is ticked. */
export function checkedField(form: FormData, name: string): boolean {
  return form.get(name) !== null;
}

/** Every value of a field that may occur several times. */
export function listField(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === "string");
}

/** What a person typed, to be shown again after a refusal: never a password, never a file, never Next's own fields. */
export function enteredValues(form: FormData): Record<string, string> {
  const entered: Record<string, string> = {};
  for (const [name, value] of form.entries()) {
    if (typeof value === "string" && !name.startsWith("$") && !/password|secret|token/i.test(name)) entered[name] = value;
  }
  return entered;
}
