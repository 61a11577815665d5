import { createHash } from "node:crypto";
import { z } from "zod";
import type { Completeness, Gap } from "./completeness.ts";
import type { Ended, Json, Run } from "./contract.ts";

// A run that goes through parts (repositories, projects, accounts in regions) has a place for each of them: what is
// denied in one for good does not have the others asked for everything again, and what is seen for the first time is
// asked for whole.

const schema = z.strictObject({ parts: z.record(z.string(), z.iso.datetime({ offset: true })) });

const partsOf = (cursor: Json): Readonly<Record<string, string>> => schema.safeParse(cursor).data?.parts ?? {};

/** From when on a part is asked for: ISO 8601; null when everything is, in a full listing or where the part was never read whole. */
export function sinceOfPart({ listing, cursor }: Pick<Run, "listing" | "cursor">, part: string): string | null {
  return listing === "full" ? null : (partsOf(cursor)[part] ?? null);
}

/** Tells lists of parts apart, as a place of a run keeps it. Hex. */
export const fingerprintOfParts = (names: readonly string[]): string => createHash("sha256").update(JSON.stringify([...names].sort())).digest("hex").slice(0, 16);

/**
 * The parts of an attempt as its places keep them: those of the first attempt, and `changed` from the attempt on that
 * found others, for then nobody knows which of those before its place were visited.
 */
export const partsKept = (names: readonly string[], earlier: string | null): string => (earlier === null || earlier === fingerprintOfParts(names) ? fingerprintOfParts(names) : "changed");

type Parts = {
  /** Every part that belongs to the run, those that refused to be read among them. */
  names: readonly string[];
  /** As `partsKept` says it. */
  kept: string;
  /** What this very attempt went through: all that is known of a run whose parts changed on its way. */
  visited: ReadonlySet<string>;
};

/**
 * Where each part goes on after a run that came to its end. Which of them were incomplete is not said here: their gaps say it.
 *
 * @param since ISO 8601: from when on the next run asks
 */
export function cursorOfParts(run: Pick<Run, "cursor">, { names, kept, visited }: Parts, since: string): Json {
  const before = partsOf(run.cursor);
  const all = kept !== "changed";
  return { parts: Object.fromEntries(names.flatMap((name) => (all || visited.has(name) ? [[name, since]] : before[name] === undefined ? [] : [[name, before[name]]]))) };
}

/**
 * What the next run begins with, of a run that ended: everything that it said when it was complete; when it was partial,
 * the parts that no gap is of, while the others stay where they were. A gap of no known part is of all of them.
 *
 * @param before where the collector stood before the run
 * @returns null when nothing moves on
 */
export function cursorAfter(before: Json, { ended, gaps, completeness }: { ended: Ended | null; gaps: readonly Gap[]; completeness: Completeness }): { cursor: Json } | null {
  if (ended === null || (completeness !== "complete" && completeness !== "partial")) return null;
  if (completeness === "complete") return { cursor: ended.cursor };
  const [said, earlier] = [partsOf(ended.cursor), partsOf(before)];
  const incomplete = new Set<string>();
  for (const scope of new Set(gaps.map((gap) => gap.scope))) {
    const of = scope === null ? [] : Object.keys(said).filter((part) => concerns(scope, part));
    if (of.length === 0) return null;
    for (const part of of) incomplete.add(part);
  }
  const moved = Object.keys(said).filter((part) => !incomplete.has(part));
  if (moved.length === 0) return null;
  return { cursor: { parts: Object.fromEntries(Object.entries(said).flatMap(([part, since]) => (incomplete.has(part) ? (earlier[part] === undefined ? [] : [[part, earlier[part]]]) : [[part, since]]))) } };
}

/** Whether a gap is of a part: of itself, of something in it (`acme/api#7`), or of what it lies in (an account). */
function concerns(scope: string, part: string): boolean {
  return scope === part || part.startsWith(`${scope}/`) || (scope.startsWith(part) && /[/#!@:]/.test(scope.charAt(part.length)));
}
