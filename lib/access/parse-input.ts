import type { z } from "zod";
import { AppError } from "#lib/platform/errors.ts";

/**
 * An input as its schema has it.
 *
 * @throws AppError validation, with what is wrong per field
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new AppError(
    "validation",
    "input_invalid",
    "Some of what was entered is not valid; nothing was changed.",
    result.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message })),
  );
}
