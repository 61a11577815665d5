import { z } from "zod";
import { parseInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";

/**
 * The parameters of an address, as their schema has them. What stands there empty is not there; a list is a parameter that
 * stands there several times.
 *
 * @throws AppError validation, with what is wrong per parameter
 */
export function readQuery<Schema extends z.ZodObject>(request: Request, schema: Schema): z.output<Schema> {
  const given = new URL(request.url).searchParams;
  const names = [...new Set(given.keys())];
  const problems = names.flatMap((name) => {
    if (!Object.hasOwn(schema.shape, name)) return [{ path: name, message: "There is no such parameter." }];
    return given.getAll(name).length > 1 && !isList(schema, name) ? [{ path: name, message: "Once at most." }] : [];
  });
  if (problems.length > 0) throw new AppError("validation", "input_invalid", "Some parameters are not valid; nothing was done.", problems);
  const values = names.map((name) => [name, isList(schema, name) ? given.getAll(name) : given.get(name)] as const);
  return parseInput(schema, Object.fromEntries(values.filter(([, value]) => value !== "")));
}

function isList(schema: z.ZodObject, name: string): boolean {
  return schema.shape[name] instanceof z.ZodArray;
}
