import type { ProblemSink } from "./problems.ts";
import type { SelectorSource } from "./rule.ts";

export type Comparison = "lt" | "lte" | "gt" | "gte";
export type TimePart = "minute" | "hour" | "day" | "week" | "month" | "year";
export type Transform = "windash" | "base64" | "base64offset" | "wide" | "utf16le" | "utf16be" | "utf16" | "expand";

/** What the modifiers of a selector ask for, checked for contradictions. */
export type ModifierPlan = {
  readonly test: "text" | "re" | "cidr" | "compare" | "exists" | "fieldref" | "time";
  readonly placement: "whole" | "contains" | "startswith" | "endswith";
  readonly transforms: readonly Transform[];
  readonly all: boolean;
  readonly cased: boolean;
  readonly neq: boolean;
  readonly comparison: Comparison | null;
  readonly timePart: TimePart | null;
  readonly flags: { readonly i: boolean; readonly m: boolean; readonly s: boolean };
};

const PLACEMENTS = ["contains", "startswith", "endswith"] as const;
const TRANSFORMS: readonly Transform[] = ["windash", "base64", "base64offset", "wide", "utf16le", "utf16be", "utf16", "expand"];
const COMPARISONS: readonly Comparison[] = ["lt", "lte", "gt", "gte"];
const TIME_PARTS: readonly TimePart[] = ["minute", "hour", "day", "week", "month", "year"];
const SWITCHES = ["all", "cased", "neq", "re", "cidr", "exists", "fieldref", "i", "m", "s"];

/** Reads a selector's modifiers (Sigma 2.1.0, appendix). Returns null, with located sentences, when they make no sense. */
export function readModifiers(selector: SelectorSource, problems: ProblemSink): ModifierPlan | null {
  const { modifiers, offset, label } = selector;
  const refuse = (message: string): null => {
    problems.refuse(offset, message);
    return null;
  };
  const known: readonly string[] = [...PLACEMENTS, ...TRANSFORMS, ...COMPARISONS, ...TIME_PARTS, ...SWITCHES];
  const unknown = new Set(modifiers.filter((modifier) => !known.includes(modifier)));
  for (const modifier of unknown) refuse(`The modifier "${modifier}" of "${label}" is not known.`);
  if (unknown.size > 0) return null;
  if (new Set(modifiers).size < modifiers.length) return refuse(`"${label}" repeats a modifier.`);
  const has = (modifier: string) => modifiers.includes(modifier);
  const placements = PLACEMENTS.filter(has);
  const tests = (["re", "cidr", "exists", "fieldref"] as const).filter(has);
  const comparison = COMPARISONS.find(has) ?? null;
  const timePart = TIME_PARTS.find(has) ?? null;
  const transforms = modifiers.filter((modifier): modifier is Transform => TRANSFORMS.includes(modifier as Transform));
  const special = [...tests, ...COMPARISONS.filter(has).slice(0, 1), ...TIME_PARTS.filter(has)];
  if (placements.length > 1 || COMPARISONS.filter(has).length > 1) return refuse(`The modifiers of "${label}" contradict each other.`);
  if (special.length > 1 && !(timePart && comparison && special.length === 2)) return refuse(`The modifiers of "${label}" contradict each other.`);
  if ((has("i") || has("m") || has("s")) && !has("re")) return refuse(`The modifiers "i", "m" and "s" of "${label}" belong to "re".`);
  const test = timePart ? "time" : comparison ? "compare" : (tests[0] ?? "text");
  if (placements.length > 0 && test !== "text" && test !== "fieldref") return refuse(`"${placements[0]}" cannot be combined with the other modifiers of "${label}".`);
  if (transforms.some((transform) => transform !== "expand") && test !== "text") return refuse(`"${transforms[0]}" cannot be combined with the other modifiers of "${label}".`);
  return {
    test,
    placement: placements[0] ?? "whole",
    transforms,
    all: has("all"),
    cased: has("cased"),
    neq: has("neq"),
    comparison,
    timePart,
    flags: { i: has("i"), m: has("m"), s: has("s") },
  };
}
