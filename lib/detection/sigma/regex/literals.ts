import type { RegexNode } from "./parse.ts";

/** More alternatives than this are no help. */
const MAX_ALTERNATIVES = 64;
const MIN_LENGTH = 2;
/** Spellings of one run of characters. */
const MAX_SPELLINGS = 8;

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

/** Runs of plain characters, where few stand for one another in all their spellings, and what the parts between them need. */
function ofSequence(items: readonly RegexNode[]): readonly Alternatives[] {
  const found: Alternatives[] = [];
  let runs: Alternatives = [""];
  const flush = () => {
    if (runs[0] !== "") found.push(runs);
    runs = [""];
  };
  for (const item of flattened(items)) {
    if (item.kind === "assert") continue;
    const spelled = spellingsOf(item);
    const longer = spelled === null ? null : crossed(runs, spelled);
    if (longer !== null) runs = longer;
    else {
      flush();
      // What is too much behind a run may begin one.
      if (spelled !== null) runs = spelled;
      else found.push(...candidates(item));
    }
  }
  flush();
  return found;
}

/** All texts that a part matches, lower-cased, where these are few and none is empty; null otherwise. */
function spellingsOf(node: RegexNode): Alternatives | null {
  switch (node.kind) {
    case "set":
      return charactersOf(node.set);
    case "choice": {
      const branches = node.items.map(spellingsOf);
      const texts = new Set(branches.every((branch) => branch !== null) ? branches.flat() : []);
      return texts.size === 0 || texts.size > MAX_SPELLINGS ? null : [...texts];
    }
    case "sequence": {
      const parts = node.items.map(spellingsOf);
      return parts.reduce((texts, part) => (texts === null || part === null ? null : crossed(texts, part)), parts.length === 0 ? null : [""]);
    }
    default:
      return null;
  }
}

/** Each text with each of the ends; null when those are too many. */
function crossed(starts: Alternatives, ends: Alternatives): Alternatives | null {
  return starts.length * ends.length > MAX_SPELLINGS ? null : starts.flatMap((start) => ends.map((end) => start + end));
}

function flattened(items: readonly RegexNode[]): readonly RegexNode[] {
  return items.flatMap((item) => (item.kind === "sequence" ? flattened(item.items) : [item]));
}

/** The characters of a set that holds few, all ASCII, lower-cased; null for any other. */
function charactersOf(set: readonly number[]): Alternatives | null {
  const found = new Set<string>();
  for (let at = 0; at < set.length; at += 2) {
    if (set[at + 1]! >= 128) return null;
    for (let unit = set[at]!; unit <= set[at + 1]!; unit += 1) found.add(String.fromCharCode(unit).toLowerCase());
    if (found.size > MAX_SPELLINGS) return null;
  }
  return found.size === 0 ? null : [...found];
}
