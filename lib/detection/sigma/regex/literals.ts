import type { RegexNode } from "./parse.ts";

/** More alternatives than this are no help. */
const MAX_ALTERNATIVES = 64;
const MIN_LENGTH = 2;

/**
 * Lower-cased texts of which one must occur in every text that the pattern matches, itself lower-cased; null when no
 * useful ones can be told.
 */
export function literalsOfRegex(root: RegexNode): readonly string[] | null {
  return best(candidates(root));
}

type Alternatives = readonly string[];

function best(found: readonly Alternatives[]): Alternatives | null {
  const useful = found.filter((texts) => texts.length <= MAX_ALTERNATIVES && texts.every((text) => text.length >= MIN_LENGTH));
  const worth = (texts: Alternatives) => Math.min(...texts.map((text) => text.length)) - texts.length / MAX_ALTERNATIVES;
  return useful.reduce<Alternatives | null>((chosen, texts) => (chosen === null || worth(texts) > worth(chosen) ? texts : chosen), null);
}

function candidates(node: RegexNode): readonly Alternatives[] {
  switch (node.kind) {
    case "set":
    case "assert":
      return [];
    case "sequence":
      return ofSequence(node.items);
    case "repeat":
      return node.min === 0 ? [] : candidates(asSequence(node.item));
    case "choice": {
      const branches = node.items.map((item) => best(candidates(asSequence(item))));
      return branches.every((branch) => branch !== null) ? [branches.flat()] : [];
    }
  }
}

function asSequence(node: RegexNode): RegexNode {
  return node.kind === "set" ? { kind: "sequence", items: [node] } : node;
}

/** Runs of plain characters, and what the parts between them need. */
function ofSequence(items: readonly RegexNode[]): readonly Alternatives[] {
  const found: Alternatives[] = [];
  let run = "";
  const flush = () => {
    if (run !== "") found.push([run]);
    run = "";
  };
  for (const item of flattened(items)) {
    const char = item.kind === "set" ? plainCharacter(item.set) : null;
    if (char !== null) run += char;
    else if (item.kind !== "assert") {
      flush();
      found.push(...candidates(item));
    }
  }
  flush();
  return found;
}

function flattened(items: readonly RegexNode[]): readonly RegexNode[] {
  return items.flatMap((item) => (item.kind === "sequence" ? flattened(item.items) : [item]));
}

/** The character, lower-cased, of a set that holds one ASCII character, or one letter in both cases. */
function plainCharacter(set: readonly number[]): string | null {
  const units: number[] = [];
  for (let at = 0; at < set.length; at += 2) {
    if (set[at + 1]! - set[at]! > 1 || units.length > 2) return null;
    for (let unit = set[at]!; unit <= set[at + 1]!; unit += 1) units.push(unit);
  }
  if (units.length === 0 || units.some((unit) => unit >= 128)) return null;
  const lowered = new Set(units.map((unit) => String.fromCharCode(unit).toLowerCase()));
  return lowered.size === 1 ? [...lowered][0]! : null;
}
