import { z } from "zod";

/** Text that says something. Bounded, so that a paste by mistake is noticed. */
export const textSchema = z
  .string()
  .trim()
  .min(1)
  .max(20_000, "longer than 20,000 characters")
  .refine(isPrintable, "it holds a control character");

/**
 * False for control characters other than tab and line breaks, and for marks that reverse the reading order:
 * PostgreSQL stores no NUL, and the others would show people something else than what is stored.
 */
export function isPrintable(text: string): boolean {
  return !/[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069]/u.test(text);
}

/** An identifier of a standard or of ours: `CC7.2`, `A.8.15`, `10.2.1.4`, `SYS.2.07`, `soc2-tsc-2017`. */
export const identifierSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/u, "an identifier has letters, digits, dots and hyphens only, at most 64");

/** A key of our own making: lower case, words joined by hyphens. */
export const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u, "a key is lower case, with words joined by single hyphens")
  .max(64, "longer than 64 characters");

/** A day of the calendar, `2024-03-31`; days that do not exist are refused. */
export const dateSchema = z.string().refine(isCalendarDay, "a date is written like 2024-03-31, and must exist");

/** A whole number within bounds; YAML is read as text, so it is converted here. */
export function wholeNumberSchema(minimum: number, maximum: number): z.ZodType<number> {
  const sentence = `a whole number from ${minimum} to ${maximum} is wanted`;
  return z
    .string()
    .regex(/^(0|[1-9][0-9]{0,8})$/u, sentence)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, sentence);
}

function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
