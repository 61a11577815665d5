import { DETECTION_LIMITS } from "../limits.ts";
import { parseCidr } from "./cidr.ts";
import { base64, base64Offsets, utf16 } from "./encode.ts";
import type { FieldText } from "./event-view.ts";
import { compileGlob, type Glob, MANY, parseGlob, plainText, withDashes } from "./glob.ts";
import { type Needs, literalsOfGlob } from "./literals.ts";
import type { ModifierPlan, TimePart, Transform } from "./modifiers.ts";
import type { ProblemSink } from "./problems.ts";
import { compileRegex } from "./regex/regex.ts";
import type { SelectorSource } from "./rule.ts";

/** Tests one value of a field, or one text of a keyword search. */
export type ValueTest = {
  readonly test: (value: FieldText) => boolean;
  /** Where in the value; null when the test is not about a place (numbers, networks). */
  readonly find: (value: FieldText) => { readonly start: number; readonly end: number } | null;
  /** The lower-cased text that the value must equal (whatever its case), or null. */
  readonly exact: string | null;
  /** Literals of which one must occur, or null: lets the matcher leave the test out. */
  readonly needs: Needs | null;
  readonly label: string;
};

type RuleValue = SelectorSource["values"][number];
export type Placeholders = { readonly [name: string]: readonly string[] };

/** The alternatives that one value of a rule stands for (three for base64offset), or null with located sentences. */
export function valueTests(value: RuleValue, plan: ModifierPlan, keyword: boolean, placeholders: Placeholders, problems: ProblemSink): ValueTest[] | null {
  const refuse = (message: string): null => {
    problems.refuse(value.offset, message);
    return null;
  };
  const label = excerpt(String(value.value));
  switch (plan.test) {
    case "re":
      return regexTest(value, plan, label, refuse);
    case "cidr": {
      const network = parseCidr(value.text.trim());
      return network ? [{ test: ({ text }) => network(text), find: whole, exact: null, needs: null, label }] : refuse(`"${label}" is not an IPv4 or IPv6 network.`);
    }
    case "compare": {
      const limit = typeof value.value === "number" ? value.value : Number.NaN;
      if (Number.isNaN(limit)) return refuse(`"${plan.comparison}" compares with a number, which "${label}" is not.`);
      return [{ test: ({ text }) => compares(numeric(text), plan.comparison!, limit), find: whole, exact: null, needs: null, label: `${plan.comparison} ${label}` }];
    }
    case "time": {
      const limit = typeof value.value === "number" ? value.value : Number.NaN;
      if (Number.isNaN(limit)) return refuse(`"${plan.timePart}" compares with a number, which "${label}" is not.`);
      return [{ test: ({ text }) => compares(timePart(text, plan.timePart!), plan.comparison ?? "eq", limit), find: whole, exact: null, needs: null, label: `${plan.timePart} ${plan.comparison ?? "="} ${label}` }];
    }
    default:
      return textTests(value, plan, keyword, placeholders, refuse);
  }
}

type Refuse = (message: string) => null;

function whole({ text }: FieldText): { start: number; end: number } {
  return { start: 0, end: text.length };
}

function regexTest(value: RuleValue, plan: ModifierPlan, label: string, refuse: Refuse): ValueTest[] | null {
  if (value.value === null) return refuse('"re" needs a pattern, not null.');
  const result = compileRegex(value.text, plan.flags);
  if (!result.ok) return refuse(`The regular expression is refused at its character ${result.index + 1}: ${result.message}.`);
  const { regex, literals } = result;
  const needs: Needs | null = literals && { literals: literals.map((text) => ({ place: "contains", text })), decisive: false, deciding: [] };
  return [{ test: ({ text }) => regex.test(text), find: ({ text }) => regex.find(text), exact: null, needs, label: `/${label}/` }];
}

function textTests(value: RuleValue, plan: ModifierPlan, keyword: boolean, placeholders: Placeholders, refuse: Refuse): ValueTest[] | null {
  const written = value.text;
  if (written.length > DETECTION_LIMITS.wildcardChars) return refuse(`The value is longer than ${DETECTION_LIMITS.wildcardChars} characters.`);
  const expanded = plan.transforms.includes("expand") ? expand(written, placeholders, refuse) : [written];
  if (!expanded) return null;
  // `0x17` and `1.0` are numbers to YAML: as a whole value both the spelling and the number match, in parts the spelling.
  if (typeof value.value === "number" && plan.placement === "whole" && String(value.value) !== written) expanded.push(String(value.value));
  const tests: ValueTest[] = [];
  for (const text of expanded) {
    const globs = transform(parseGlob(text), plan.transforms, refuse);
    if (!globs) return null;
    for (const glob of globs) tests.push(globTest(placed(glob, keyword ? "contains" : plan.placement), plan.cased, excerpt(text)));
  }
  return tests;
}

function globTest(glob: Glob, cased: boolean, label: string): ValueTest {
  const matcher = compileGlob(glob, cased);
  const pick = cased ? (value: FieldText) => value.text : (value: FieldText) => value.lower;
  return {
    test: (value) => matcher.test(pick(value)),
    find: (value) => {
      // Lower-casing may change a text's length (U+0130): then places in it say nothing about the original.
      const comparable = cased || value.lower.length === value.text.length;
      return comparable ? matcher.find(pick(value)) : whole(value);
    },
    exact: matcher.exact === null ? null : matcher.exact.toLowerCase(),
    needs: literalsOfGlob(glob, cased),
    label,
  };
}

function placed(glob: Glob, placement: ModifierPlan["placement"]): Glob {
  const before = placement === "contains" || placement === "endswith" ? [MANY] : [];
  const after = placement === "contains" || placement === "startswith" ? [MANY] : [];
  return [...before, ...glob, ...after].filter((part, at, all) => part !== MANY || all[at - 1] !== MANY);
}

function expand(text: string, placeholders: Placeholders, refuse: Refuse): string[] | null {
  let results = [""];
  for (const [index, piece] of text.split(/(?<!\\)%([^%\\]+)%/).entries()) {
    const names = index % 2 === 1 ? (Object.hasOwn(placeholders, piece) ? placeholders[piece]! : null) : [piece.replaceAll("\\%", "%")];
    if (names === null) return refuse(`The placeholder "%${piece}%" has no values: "expand" can only be used with placeholders that are set.`);
    results = results.flatMap((start) => names.map((name) => start + name));
    if (results.length > DETECTION_LIMITS.valuesPerSelector) return refuse("The placeholders expand to too many values.");
  }
  return results;
}

/** Encodings work on plain text; what they yield is bytes until base64 makes them text again. */
function transform(glob: Glob, transforms: readonly Transform[], refuse: Refuse): Glob[] | null {
  let globs: Glob[] = [glob];
  let bytes: Uint8Array | null = null;
  for (const name of transforms) {
    if (name === "expand") continue;
    if (name === "windash") {
      if (bytes || transforms.some((other) => other.startsWith("base64"))) return refuse('"windash" cannot be combined with an encoding.');
      globs = globs.map(withDashes);
      continue;
    }
    const text = globs.length === 1 ? plainText(globs[0]!) : null;
    if (text === null) return refuse(`"${name}" needs a value without wildcards.`);
    if (name === "base64" || name === "base64offset") {
      const source: Uint8Array = bytes ?? new TextEncoder().encode(text);
      globs = (name === "base64" ? [base64(source)] : base64Offsets(source)).map((encoded) => [encoded]);
      bytes = null;
      continue;
    }
    if (bytes) return refuse(`"${name}" cannot follow another encoding.`);
    bytes = utf16(text, name === "utf16be" ? "big" : "little", name === "utf16");
    globs = [[Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")]];
  }
  return globs;
}

function numeric(text: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function compares(found: number, comparison: string, limit: number): boolean {
  switch (comparison) {
    case "lt":
      return found < limit;
    case "lte":
      return found <= limit;
    case "gt":
      return found > limit;
    case "gte":
      return found >= limit;
    default:
      return found === limit;
  }
}

/** A part of a date as written (no zone is applied); NaN when the text is not an ISO 8601 date. Weeks as ISO 8601 counts them. */
function timePart(text: string, part: TimePart): number {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(text);
  if (!found) return Number.NaN;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (part === "week") {
    const date = new Date(Date.UTC(year, month - 1, day));
    const thursday = date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000;
    return Math.floor((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)) / 604_800_000) + 1;
  }
  const clock = (value: string | undefined) => (value === undefined ? Number.NaN : Number(value));
  return { year, month, day, hour: clock(found[4]), minute: clock(found[5]) }[part];
}

export function excerpt(text: string): string {
  return text.length > DETECTION_LIMITS.excerptChars ? `${text.slice(0, DETECTION_LIMITS.excerptChars)}...` : text;
}
