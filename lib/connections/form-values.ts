import { z } from "zod";
import type { Field, Values } from "#lib/connector/index.ts";
import { AppError, type FieldProblem } from "#lib/platform/errors.ts";
import { CONNECTION_LIMITS } from "./limits.ts";

/** What was typed into a form that a manifest describes. */
export const valuesInput = z.array(z.strictObject({ name: z.string().min(1).max(64), value: z.string().max(CONNECTION_LIMITS.fieldValue) })).max(CONNECTION_LIMITS.fields);

export type ValuesInput = z.output<typeof valuesInput>;

/**
 * What was typed, checked by the fields that it was typed into: spaces around it cut, what is empty filled with the field's
 * initial value.
 *
 * @param path where the form has them, for the problems: `settings`, `credential`
 * @throws AppError validation (form_invalid), with what is wrong per field
 */
export function readValues(fields: readonly Field[], typed: ValuesInput, path: string): Values {
  const given = new Map(typed.map(({ name, value }) => [name, value.trim()]));
  const problems: FieldProblem[] = [...given.keys()].filter((name) => !fields.some((field) => field.name === name)).map((name) => ({ path: `${path}.${name}`, message: "There is no such field." }));
  const values: Record<string, string> = {};
  for (const field of fields) {
    const value = given.get(field.name) || (field.initial ?? "");
    const says = problemOf(field, value);
    if (says !== null) problems.push({ path: `${path}.${field.name}`, message: says });
    if (value !== "") values[field.name] = value;
  }
  if (problems.length > 0) throw new AppError("validation", "form_invalid", "Some of what was entered is not valid; nothing was changed.", problems);
  return values;
}

function problemOf(field: Field, value: string): string | null {
  if (value === "") return field.required ? "This is needed." : null;
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/u.test(value)) return "No control characters.";
  if (field.kind === "choice" && field.choices?.some((choice) => choice.value === value) !== true) return "Choose one of the list.";
  if (field.kind === "url" && !isWebAddress(value)) return "Write an address that begins with https://, without name and password in it.";
  if (field.pattern === undefined) return null;
  const pattern = new RegExp(`^(?:${field.pattern.source})$`);
  const parts = field.kind === "lines" ? linesOf(value) : [value];
  return parts.every((part) => pattern.test(part)) ? null : field.pattern.says;
}

const linesOf = (value: string): string[] => value.split("\n").map((line) => line.trim()).filter((line) => line !== "");

function isWebAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
}
