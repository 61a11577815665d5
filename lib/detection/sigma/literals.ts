import type { Glob, Wildcard } from "./glob.ts";

/**
 * A lower-cased text that a value (lower-cased too) is, starts or ends with, or contains. What rules ask is boiled down
 * to such literals, so that all rules' literals can be looked for at once.
 */
export type Literal = { readonly place: "is" | "starts" | "ends" | "contains"; readonly text: string };

/** One of the literals must occur for a test to hold; `decisive`: then it does hold, else when one of `deciding` does. */
export type Needs = { readonly literals: readonly Literal[]; readonly decisive: boolean; readonly deciding: readonly Literal[] };

const DASHES = ["-", "/", "\u2013", "\u2014", "\u2015"];
/** Two dashes in a value: 25 spellings. */
const MAX_SPELLINGS = 25;

/** The literals of a value with wildcards; null when none can be told. */
export function literalsOfGlob(glob: Glob, cased: boolean): Needs | null {
  // The lower case of a capital sigma depends on the letters beside it, in the value and not in the rule.
  if (cased && glob.some((part) => typeof part === "string" && part.includes("\u03A3"))) return null;
  const folded = glob.map((part) => (typeof part === "string" ? part.toLowerCase() : part));
  // Literals are compared as UTF-8, in which lone surrogates and what stands for broken bytes look alike.
  if (folded.some((part) => typeof part === "string" && (!part.isWellFormed() || part.includes("\uFFFD")))) return null;
  const spelled = spellings(folded);
  const found = spelled.map(literalOf);
  return { literals: found.map(({ literal }) => literal), decisive: !cased && found.every(({ decisive }) => decisive), deciding: found.flatMap(({ literal, decisive }) => (decisive && !cased ? [literal] : [])) };
}

/** Each way to write the dashes; beyond the limit a dash stays any character. */
function spellings(glob: Glob): Glob[] {
  let all: (string | Wildcard)[][] = [[]];
  for (const part of glob) {
    const choices = typeof part !== "string" && part.wildcard === "dash" && all.length * DASHES.length <= MAX_SPELLINGS ? DASHES : [part];
    all = all.flatMap((start) => choices.map((choice) => joined(start, choice)));
  }
  return all;
}

function joined(start: readonly (string | Wildcard)[], next: string | Wildcard): (string | Wildcard)[] {
  const last = start.at(-1);
  return typeof next === "string" && typeof last === "string" ? [...start.slice(0, -1), last + next] : [...start, next];
}

function literalOf(glob: Glob): { literal: Literal; decisive: boolean } {
  if (glob.length === 0) return { literal: { place: "is", text: "" }, decisive: true };
  let best = -1;
  glob.forEach((part, at) => {
    if (typeof part === "string" && (best === -1 || part.length > (glob[best] as string).length)) best = at;
  });
  const many = (at: number) => typeof glob[at] !== "string" && (glob[at] as Wildcard).wildcard === "many";
  if (best === -1) return { literal: { place: "contains", text: "" }, decisive: glob.length === 1 && many(0) };
  const text = glob[best] as string;
  const first = best === 0;
  const last = best === glob.length - 1;
  if (first && last) return { literal: { place: "is", text }, decisive: true };
  if (first) return { literal: { place: "starts", text }, decisive: glob.length === 2 && many(1) };
  if (last) return { literal: { place: "ends", text }, decisive: glob.length === 2 && many(0) };
  return { literal: { place: "contains", text }, decisive: glob.length === 3 && many(0) && many(2) };
}
