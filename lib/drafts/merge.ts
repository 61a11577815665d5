/** One part that two people changed from the same text to different ones. */
export type Conflict<Part extends string> = { part: Part; base: string; theirs: string; mine: string };

export type Merged<Part extends string> = {
  /** Every part: what only one side changed is theirs or mine; of a conflict, mine, so that nothing typed is lost. */
  texts: Record<Part, string>;
  conflicts: Conflict<Part>[];
  /** Parts that only the others changed, and that were taken over. */
  taken: Part[];
};

/** Brings two changes of the same text together, part by part. What both changed alike is no conflict. */
export function mergeParts<Part extends string>(parts: readonly Part[], base: Readonly<Record<Part, string>>, theirs: Readonly<Record<Part, string>>, mine: Readonly<Record<Part, string>>): Merged<Part> {
  const texts = { ...mine } as Record<Part, string>;
  const conflicts: Conflict<Part>[] = [];
  const taken: Part[] = [];
  for (const part of parts) {
    if (base[part] === theirs[part] || theirs[part] === mine[part]) continue;
    if (base[part] === mine[part]) {
      texts[part] = theirs[part];
      taken.push(part);
    } else {
      conflicts.push({ part, base: base[part], theirs: theirs[part], mine: mine[part] });
    }
  }
  return { texts, conflicts, taken };
}
