import { type Atoms, PRESENT } from "./atoms.ts";

/** In how many of a hundred events a literal is expected, before any were seen: a whole value is rarer than a part. */
const EXPECTED = { is: 0.5, starts: 1, ends: 2, contains: 2 } as const;
const SHORT_CHARS = 3;
const SHORT_FACTOR = 8;
const PRESENT_EXPECTED = 40;

/** How often each atom is expected in an event. */
export function priorCosts(atoms: Atoms): Float64Array {
  return Float64Array.from(atoms.literals, (literal) => {
    if (literal === PRESENT) return PRESENT_EXPECTED / 100;
    if (literal.text === "") return 1;
    return (EXPECTED[literal.place] * (literal.text.length <= SHORT_CHARS ? SHORT_FACTOR : 1)) / 100 / literal.text.length;
  });
}

/** The same after `count` events; what was expected weighs as much as one of them. */
export function learnedCosts(prior: Float64Array, seen: Float64Array, count: number): Float64Array {
  return prior.map((cost, atom) => (seen[atom]! + cost) / (count + 1));
}
