import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { shippedLibrary } from "#lib/controls/index.ts";
import type { FrameworkRow } from "#lib/frameworks/index.ts";
import { frameworkKeyInput } from "./inputs.ts";
import { implicationOf, type Bearing } from "./implication.ts";
import { mappingFacts, type MappingFacts } from "./mapping-facts.ts";

/** What an item of an edition would ask of the organization, lightest first. */
export const OUTLOOKS = {
  satisfied: "Satisfied already",
  implied: "Covered by implication",
  to_review: "To review",
  missing: "Missing",
} as const;
export type Outlook = keyof typeof OUTLOOKS;

export type OutlookLine = {
  code: string;
  title: string;
  groupCode: string;
  groupTitle: string;
  newInEdition: boolean;
  outlook: Outlook;
  /** Why, in a sentence: which control, or through which item, by what relation and how certain. */
  because: string;
  /** Controls that satisfy it, contribute to it, or are proposed for it. */
  controls: string[];
  proposals: number;
};

export type OutlookPage = { framework: FrameworkRow; lines: OutlookLine[]; counts: Record<Outlook, number>; /** Editions from which something follows. */ through: string[] };

/**
 * What an edition would add to what the organization does, adopted or not: each item as satisfied, implied through a
 * crosswalk, to be reviewed, or missing. Nothing that a control only contributes to counts as satisfied.
 */
export const readOutlook = defineVerb({
  name: "mappings.read_outlook",
  permission: "mappings.read",
  effect: "read",
  input: z.strictObject({ frameworkKey: frameworkKeyInput }),
  prepare: () => shippedLibrary(),
  async run(args): Promise<OutlookPage> {
    const facts = await mappingFacts(args, args.input.frameworkKey, args.prepared);
    const lines = facts.requirements.map((one) => outlookLine(facts, one));
    const counts = Object.fromEntries((Object.keys(OUTLOOKS) as Outlook[]).map((outlook) => [outlook, lines.filter((line) => line.outlook === outlook).length])) as Record<Outlook, number>;
    const through = [...new Set([...facts.bearings.values()].flat().map((one) => facts.nameOf(one.otherKey)))];
    return { framework: facts.framework, lines, counts, through };
  },
});

function outlookLine(facts: MappingFacts, { code, title, groupCode, groupTitle, newInEdition }: MappingFacts["requirements"][number]): OutlookLine {
  const { framework, mappings, bearings, proposals } = facts;
  const own = mappings.filter((one) => one.frameworkKey === framework.key && one.requirementCode === code);
  const satisfying = own.filter((one) => one.strength === "satisfies");
  const proposed = proposals.filter((one) => one.requirementCode === code);
  const base = { code, title, groupCode, groupTitle, newInEdition, proposals: proposed.length };
  if (satisfying.length > 0) return { ...base, outlook: "satisfied", because: "A control satisfies it.", controls: satisfying.map((one) => one.controlCode) };
  const related = bearings.get(code) ?? [];
  const coverage = coverageOf(facts);
  const implication = implicationOf(related, coverage);
  const controls = [...new Set([...own.map((one) => one.controlCode), ...proposed.map((one) => one.controlCode)])].sort();
  const through = related.filter((one) => one.relation !== "added" && coverage(one.otherKey, one.otherCode) !== null).map((one) => throughText(facts, one)).join("; ");
  if (implication === "implied") return { ...base, outlook: "implied", because: through, controls };
  if (own.length > 0) return { ...base, outlook: "to_review", because: ["Controls contribute to it; none satisfies it", ...(through === "" ? [] : [through])].join("; "), controls };
  if (implication === "to_review") return { ...base, outlook: "to_review", because: through, controls };
  if (proposed.length > 0) return { ...base, outlook: "to_review", because: proposed[0]?.origin === "library" ? "The library proposes controls that you have" : "Controls that you have speak of the same", controls };
  const beside = related.filter((one) => one.relation === "added").map((one) => one.otherCode);
  return { ...base, outlook: "missing", because: newInEdition ? "New in this edition; nothing leads to it" : beside.length > 0 ? `New beside ${beside.join(", ")}; nothing old proves it` : "Nothing that you do leads to it", controls };
}

function coverageOf({ mappings }: MappingFacts): (key: string, code: string) => "satisfies" | "contributes" | null {
  const strengths = Map.groupBy(mappings, (one) => `${one.frameworkKey} ${one.requirementCode}`);
  return (key, code) => {
    const ofItem = strengths.get(`${key} ${code}`);
    if (ofItem === undefined) return null;
    return ofItem.some((one) => one.strength === "satisfies") ? "satisfies" : "contributes";
  };
}

const RELATIONS = { equal: "equal", subset: "asks less", superset: "asks more", intersects: "overlaps", predecessor: "predecessor", successor: "successor", added: "new beside" } as const;
const CONFIDENCES = { published_table: "published", title_matched: "titles match", recalled: "recalled", unverified: "unverified" } as const;

function throughText({ nameOf, mappings }: MappingFacts, { otherKey, otherCode, relation, confidence }: Bearing): string {
  const codes = [...new Set(mappings.filter((one) => one.frameworkKey === otherKey && one.requirementCode === otherCode).map((one) => one.controlCode))];
  return `${codes.slice(0, 3).join(", ")}${codes.length > 3 ? "…" : ""} through ${nameOf(otherKey)} ${otherCode} (${RELATIONS[relation]}, ${CONFIDENCES[confidence]})`;
}
