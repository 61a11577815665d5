import { z } from "zod";

/** A place of an input without a bound, in words. */
export type Unbounded = { path: string; what: string };

/** What to put where, so that one place of an input goes beyond its bound. */
export type Excess = { path: readonly (string | number)[]; value: unknown; what: string };

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes["_zod"]["def"];
type Check = { check: string; maximum?: number; length?: number; value?: unknown; inclusive?: boolean; minimum?: number };

const defOf = (schema: Schema): Def => schema._zod.def as Def;

/** The checks of a type, also those of its own format (`z.uuid()`, `z.iso.date()`). */
function checksOf(schema: Schema): Check[] {
  const def = schema._zod.def as { checks?: { _zod: { def: Check } }[]; check?: string; format?: string };
  return [...(def.checks ?? []).map((check) => check._zod.def), ...(def.check === undefined ? [] : [def as unknown as Check])];
}

/** The longest string or list that passes; undefined where nothing says. */
function maxLength(schema: Schema): number | undefined {
  const lengths = checksOf(schema).flatMap(({ check, maximum, length }) => (check === "max_length" ? [maximum ?? Infinity] : check === "length_equals" ? [length ?? Infinity] : []));
  return lengths.length === 0 ? undefined : Math.min(...lengths);
}

function numberBounds(schema: Schema): { min: boolean; max: number | bigint | undefined } {
  const checks = checksOf(schema);
  const upper = checks.filter(({ check }) => check === "less_than").map(({ value }) => value as number | bigint);
  return { min: checks.some(({ check }) => check === "greater_than"), max: upper[0] };
}

/** Formats of fixed shape whose length their own pattern bounds. */
const FIXED_FORMATS = new Set(["uuid", "guid", "date", "datetime", "time"]);

/** Every place of an input schema that has no bound: nobody may send more than somebody thought of. */
export function unboundedPlaces(schema: Schema, path = "input"): Unbounded[] {
  const def = defOf(schema);
  const say = (what: string): Unbounded[] => [{ path, what }];
  switch (def.type) {
    case "string": {
      const format = (def as { format?: string }).format;
      return maxLength(schema) !== undefined || (format !== undefined && FIXED_FORMATS.has(format)) ? [] : say("a string without a longest length");
    }
    case "number":
    case "bigint": {
      const { min, max } = numberBounds(schema);
      return min && max !== undefined ? [] : say(`a ${def.type} without bounds`);
    }
    case "boolean":
    case "date":
    case "enum":
    case "literal":
    case "null":
    case "undefined":
    case "void":
    case "never":
      return [];
    case "array":
      return [...(maxLength(schema) === undefined ? say("a list without a largest size") : []), ...unboundedPlaces(def.element, `${path}[]`)];
    case "object": {
      const catchall = def.catchall === undefined ? null : defOf(def.catchall).type;
      const loose = catchall === "never" ? [] : say("an object that takes other names than its own");
      return [...loose, ...Object.entries(def.shape).flatMap(([name, inner]) => unboundedPlaces(inner, `${path}.${name}`))];
    }
    case "record": {
      const closed = ["enum", "literal"].includes(defOf(def.keyType).type);
      return [...(closed ? [] : say("a record of any number of names")), ...unboundedPlaces(def.valueType, `${path}.*`)];
    }
    case "tuple":
      return [...(def.rest === null ? [] : say("a tuple of any length")), ...def.items.flatMap((item, index) => unboundedPlaces(item, `${path}.${index}`))];
    case "union":
      return def.options.flatMap((option, index) => unboundedPlaces(option, `${path}|${index}`));
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return unboundedPlaces(def.innerType, path);
    case "pipe":
      // What comes in is bounded, or is made by a function of what has been and then judged by the other end.
      return defOf(def.in).type === "transform" ? unboundedPlaces(def.out, path) : unboundedPlaces(def.in, path);
    default:
      return say(`a ${def.type}, which takes anything`);
  }
}

const LONGEST_LIST_TRIED = 100_000;

/** Values beyond each bound that the sample reaches, one place at a time. */
export function excesses(schema: Schema, sample: unknown, path: readonly (string | number)[] = []): Excess[] {
  const def = defOf(schema);
  const say = (value: unknown, what: string): Excess[] => [{ path, value, what }];
  switch (def.type) {
    case "string": {
      const max = maxLength(schema);
      return max === undefined ? [] : say("x".repeat(max + 1), `${max + 1} characters`);
    }
    case "number": {
      const { max } = numberBounds(schema);
      return typeof max === "number" ? say(max + 1, `${max + 1}`) : [];
    }
    case "bigint": {
      const { max } = numberBounds(schema);
      return typeof max === "bigint" ? say(max + 1n, `${max + 1n}`) : [];
    }
    case "array": {
      const max = maxLength(schema) ?? Infinity;
      const [first] = Array.isArray(sample) ? (sample as unknown[]) : [];
      const inner = first === undefined ? [] : excesses(def.element, first, [...path, 0]);
      return max >= LONGEST_LIST_TRIED ? inner : [...say(Array.from({ length: max + 1 }, () => first ?? "x"), `${max + 1} entries`), ...inner];
    }
    case "object": {
      const known = (sample ?? {}) as Record<string, unknown>;
      const fields = Object.entries(def.shape).flatMap(([name, inner]) => excesses(inner, known[name], [...path, name]));
      return [...fields, { path: [...path, "name_that_nobody_knows"], value: 1, what: "an unknown name" }];
    }
    case "tuple":
      return def.items.flatMap((item, index) => excesses(item, (sample as unknown[] | undefined)?.[index], [...path, index]));
    case "union": {
      const taken = def.options.find((option) => z.safeParse(option, sample).success);
      return taken === undefined ? [] : excesses(taken, sample, path);
    }
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
      return excesses(def.innerType, sample, path);
    case "pipe":
      return defOf(def.in).type === "transform" ? excesses(def.out, sample, path) : excesses(def.in, sample, path);
    default:
      return [];
  }
}

/** A copy of `value` with another value at one place. */
export function withValueAt(value: unknown, [step, ...rest]: readonly (string | number)[], put: unknown): unknown {
  if (step === undefined) return put;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === step ? withValueAt(item, rest, put) : item));
  const object = (value ?? {}) as Record<string, unknown>;
  return { ...object, [step]: withValueAt(object[step], rest, put) };
}
