/** One part that two people changed from the same text to different ones. */
export type Conflict<Part extends string> = { part: Part; base: string; theirs: string; mine: string };

export type Merged<Part extends string> = {
  /** Every part: what only one side changed is theirs or mine; of a conflict, mine, so that nothing typed is lost. */
  texts: Record<Part, string>;
  conflicts: Conflict<Part>[];
  /** Parts that only the others changed, or that they changed elsewhere within them, and that were taken over. */
  taken: Part[];
};

/** Brings together what two people changed within one part; null where they collide. */
export type MergeWithin<Part extends string> = (part: Part, base: string, theirs: string, mine: string) => string | null;

/** Brings two changes of the same text together, part by part. What both changed alike is no conflict. */
export function mergeParts<Part extends string>(parts: readonly Part[], base: Readonly<Record<Part, string>>, theirs: Readonly<Record<Part, string>>, mine: Readonly<Record<Part, string>>, within: MergeWithin<Part> = () => null): Merged<Part> {
  const texts = { ...mine } as Record<Part, string>;
  const conflicts: Conflict<Part>[] = [];
  const taken: Part[] = [];
  for (const part of parts) {
    if (base[part] === theirs[part] || theirs[part] === mine[part]) continue;
    const both = base[part] === mine[part] ? theirs[part] : within(part, base[part], theirs[part], mine[part]);
    if (both !== null) {
      texts[part] = both;
      taken.push(part);
    } else {
      conflicts.push({ part, base: base[part], theirs: theirs[part], mine: mine[part] });
    }
  }
  return { texts, conflicts, taken };
}
