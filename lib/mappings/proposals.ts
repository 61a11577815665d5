import type { MappingInForce } from "#lib/frameworks/index.ts";
import { carriedStrength, type Bearing } from "./implication.ts";
import { MAPPING_LIMITS } from "./limits.ts";
import { wordMatcher, wordsOf } from "./words.ts";

export type ProposalOrigin = "crosswalk" | "library" | "words";

/** A mapping that somebody may want, and why. */
export type Proposal = {
  controlId: string;
  controlCode: string;
  controlTitle: string;
  requirementCode: string;
  strength: "satisfies" | "contributes";
  origin: ProposalOrigin;
  /** One sentence: becomes the mapping's rationale when it is accepted. */
  reason: string;
};

export type ProposalFacts = {
  frameworkKey: string;
  requirements: readonly { code: string; title: string }[];
  /** Controls in force, with the words that say what they do. */
  controls: readonly { controlId: string; code: string; title: string; statement: string }[];
  /** Everything that is mapped now, into any edition. */
  mappings: readonly MappingInForce[];
  bearings: ReadonlyMap<string, readonly Bearing[]>;
  /** What the shipped library maps into this edition. */
  library: readonly { code: string; requirement: string; relation: "satisfies" | "contributes"; rationale: string }[];
  /** How an edition is called. */
  nameOf(frameworkKey: string): string;
};

/** Less than a third of what a requirement says, and fewer than two words of it, are no reason to propose a control. */
const ENOUGH = 1 / 3;

/**
 * Mappings that are not made yet, one for each control and requirement, strongest reason first: a crosswalk from what is
 * mapped already, the shipped library, and words that both say. Words only ever propose a contribution.
 */
export function proposalsFor(facts: ProposalFacts): Proposal[] {
  const made = new Set(facts.mappings.filter((one) => one.frameworkKey === facts.frameworkKey).map((one) => `${one.controlId} ${one.requirementCode}`));
  const taken = new Set(made);
  const proposals: Proposal[] = [];
  for (const proposal of [...throughCrosswalks(facts), ...throughLibrary(facts), ...throughWords(facts)]) {
    const pair = `${proposal.controlId} ${proposal.requirementCode}`;
    if (taken.has(pair)) continue;
    taken.add(pair);
    proposals.push(proposal);
  }
  const place = new Map(facts.requirements.map(({ code }, index) => [code, index]));
  return proposals.filter((one) => place.has(one.requirementCode)).sort((a, b) => (place.get(a.requirementCode) ?? 0) - (place.get(b.requirementCode) ?? 0) || (a.controlCode < b.controlCode ? -1 : 1));
}

const CONFIDENCE_WORDS = { published_table: "a published table", title_matched: "matching titles", recalled: "recollection, unchecked", unverified: "an unverified note" } as const;

function throughCrosswalks({ controls, mappings, bearings, nameOf }: ProposalFacts): Proposal[] {
  const known = new Map(controls.map((one) => [one.controlId, one]));
  const byItem = Map.groupBy(mappings, (one) => `${one.frameworkKey} ${one.requirementCode}`);
  const proposals = [...bearings].flatMap(([requirementCode, ofItem]) => {
    const predecessors = ofItem.filter((one) => one.relation === "predecessor").length;
    return ofItem.filter((one) => one.relation !== "added").flatMap((bearing) =>
      (byItem.get(`${bearing.otherKey} ${bearing.otherCode}`) ?? []).flatMap((mapping): Proposal[] => {
        const control = known.get(mapping.controlId);
        if (control === undefined) return [];
        const did = mapping.strength === "satisfies" ? "satisfies" : "contributes to";
        return [{
          controlId: control.controlId, controlCode: control.code, controlTitle: control.title, requirementCode, origin: "crosswalk", strength: carriedStrength(bearing, predecessors, mapping.strength),
          reason: `It ${did} ${nameOf(bearing.otherKey)} ${bearing.otherCode}, ${RELATION_WORDS[bearing.relation]} (${CONFIDENCE_WORDS[bearing.confidence]}).`,
        }];
      }));
  });
  // Of two ways to the same pair the one that carries more is told.
  return proposals.sort((a, b) => Number(b.strength === "satisfies") - Number(a.strength === "satisfies"));
}

const RELATION_WORDS = {
  equal: "which asks the same", subset: "which asks less", superset: "which asks more", intersects: "which asks part of the same",
  predecessor: "whose place this took", successor: "which took this one’s place", added: "beside which this is new",
} as const;

function throughLibrary({ controls, library }: ProposalFacts): Proposal[] {
  const byCode = new Map(controls.map((one) => [one.code, one]));
  return library.flatMap(({ code, requirement, relation, rationale }): Proposal[] => {
    const control = byCode.get(code);
    return control === undefined ? [] : [{ controlId: control.controlId, controlCode: code, controlTitle: control.title, requirementCode: requirement, strength: relation, origin: "library", reason: rationale }];
  });
}

function throughWords({ requirements, controls }: ProposalFacts): Proposal[] {
  const byId = new Map(controls.map((one) => [one.controlId, one]));
  const match = wordMatcher(controls.map((one) => ({ id: one.controlId, text: `${one.title} ${one.statement}` })));
  return requirements.flatMap(({ code, title }) => {
    if (wordsOf(title).size < 2) return [];
    return match(title).filter(({ share, shared }) => share >= ENOUGH && shared.length >= 2).slice(0, MAPPING_LIMITS.byWords).flatMap(({ id, shared }): Proposal[] => {
      const control = byId.get(id);
      return control === undefined ? [] : [{ controlId: id, controlCode: control.code, controlTitle: control.title, requirementCode: code, strength: "contributes", origin: "words", reason: `Both speak of ${shared.slice(0, 4).join(", ")}.` }];
    });
  });
}
