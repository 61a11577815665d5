import { matchesPattern, type TypeSeen } from "#lib/reconciliation/index.ts";
import type { Status } from "#lib/status/client.ts";

/** How a check stands, as far as a standard asks. */
export type CheckStanding = { id: string; title: string; about: string; counts: { pass: number; fail: number; error: number; excepted: number; not_applicable: number }; status: Status; word: string };

type Covering = { types: readonly string[]; checks: readonly string[] };

/** Types of resources that no standard of those given names: those of the population first. */
export function typesWithout(seen: readonly TypeSeen[], standards: readonly Pick<Covering, "types">[]): TypeSeen[] {
  return seen.filter(({ type }) => !standards.some(({ types }) => types.some((pattern) => matchesPattern(type, pattern)))).sort((a, b) => Number(b.inPopulation) - Number(a.inPopulation) || b.count - a.count || a.type.localeCompare(b.type, "en"));
}

/** A type that a standard speaks of, with what holds its resources to it. */
export type HeldType = { type: string; count: number; inPopulation: boolean; checks: CheckStanding[] };

/**
 * What a standard holds: each collected type that it names with the checks of it that judge that type. A type without any is
 * written down and held by nobody.
 */
export function heldTypes({ types, checks }: Covering, seen: readonly TypeSeen[], standings: readonly CheckStanding[]): HeldType[] {
  const named = standings.filter(({ id }) => checks.includes(id));
  return seen.filter(({ type }) => types.some((pattern) => matchesPattern(type, pattern))).map((one) => ({ ...one, checks: named.filter(({ about }) => about === one.type) }));
}

/** How the resources of a standard stand by its checks, in a few words: nothing is called held before a check said so. */
export function heldStatus(types: readonly HeldType[], checks: readonly string[]): { status: Status; word: string } {
  const standings = types.flatMap((one) => one.checks);
  const departures = standings.reduce((sum, { counts }) => sum + counts.fail, 0);
  if (departures > 0) return { status: "fail", word: departures === 1 ? "1 departure" : `${departures} departures` };
  if (checks.length === 0) return { status: "not_yet_known", word: "Held by no check" };
  if (types.length === 0) return { status: "never_collected", word: "No resource collected" };
  if (types.some((one) => one.checks.length === 0)) return { status: "partial", word: "Some types held by no check" };
  const worst = standings.find(({ status }) => status === "could_not_run") ?? standings.find(({ status }) => status === "never_collected") ?? standings.find(({ status }) => status === "stale");
  if (worst !== undefined) return { status: worst.status, word: worst.word };
  return standings.some(({ counts }) => counts.pass > 0) ? { status: "pass", word: "No departure" } : { status: "not_yet_known", word: "Nothing judged" };
}
