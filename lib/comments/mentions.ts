/** Somebody who can be named. */
export type Mentionable = { id: string; name: string };
export type Mentions = { found: Mentionable[]; /** Names that several people have, so that nobody knows who is meant. */ ambiguous: string[] };

const WORD = /[\p{L}\p{N}_]/u;

/**
 * Who is named in a text by `@Name`, the whole name as it stands in the list of people. The longest name wins where one
 * begins another, and an `@` inside a word (an address) names nobody.
 */
export function findMentions(text: string, people: readonly Mentionable[]): Mentions {
  const byName = Map.groupBy(people, (person) => person.name);
  const names = [...byName.keys()].filter((name) => name !== "").sort((a, b) => b.length - a.length);
  const found = new Map<string, Mentionable>();
  const ambiguous = new Set<string>();
  for (const name of namesIn(text, names)) {
    const [person, ...others] = byName.get(name) ?? [];
    if (others.length > 0) ambiguous.add(name);
    else if (person !== undefined) found.set(person.id, person);
  }
  return { found: [...found.values()], ambiguous: [...ambiguous] };
}

/** The names that stand in a text as `@Name`, in order; `names` longest first. */
function* namesIn(text: string, names: readonly string[]): Generator<string> {
  for (const { part, name } of cut(text, names)) if (name !== null && part !== "") yield name;
}

export type TextPart = { part: string; /** The name that this part writes; null for what is just text. */ name: string | null };

/** A text cut at the names in it, so that they can be set apart. Joined, the parts are the text. */
export function mentionedParts(text: string, names: readonly string[]): TextPart[] {
  return cut(text, [...names].sort((a, b) => b.length - a.length));
}

function cut(text: string, names: readonly string[]): TextPart[] {
  const parts: TextPart[] = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const name = text[at] === "@" && !WORD.test(text[at - 1] ?? "") ? names.find((one) => text.startsWith(one, at + 1) && !WORD.test(text[at + 1 + one.length] ?? "")) : undefined;
    if (name === undefined) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain !== "") parts.push({ part: plain, name: null });
    parts.push({ part: `@${name}`, name });
    plain = "";
    at += 1 + name.length;
  }
  if (plain !== "") parts.push({ part: plain, name: null });
  return parts;
}
