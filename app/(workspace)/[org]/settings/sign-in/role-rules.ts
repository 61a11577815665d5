import { listField, textField } from "#app/_edge/form-fields.ts";

/** One line of the form, under a key of its own that a removed line takes with it. */
export const ruleField = (line: string, part: "value" | "role" | "team"): string => `rule-${part}-${line}`;

/** The rules as the form's lines hold them, in their order; lines without a value are left out. */
export function roleRulesOf(form: FormData): { value: string; role: string; teamIds: string[] }[] {
  return listField(form, "line")
    .map((line) => ({ value: textField(form, ruleField(line, "value")).trim(), role: textField(form, ruleField(line, "role")), teamIds: listField(form, ruleField(line, "team")) }))
    .filter(({ value }) => value !== "");
}
