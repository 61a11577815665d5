import type { Correspondence } from "#lib/frameworks/index.ts";
import { isPublished } from "#lib/frameworks/index.ts";

/** How an item of another edition bears on an item of this one. */
export type Bearing = {
  otherKey: string;
  otherCode: string;
  /** Read from the other item: `superset` says that the other demands more. `predecessor` and `successor` are told apart. */
  relation: "equal" | "subset" | "superset" | "intersects" | "predecessor" | "successor" | "added";
  confidence: Correspondence["confidence"];
  source: string;
  note: string;
};

const INVERSE = { equal: "equal", subset: "superset", superset: "subset", intersects: "intersects", successor: "successor", added: "added" } as const;

/** What other items bear on those of one edition, by its codes, whichever way the crosswalk was written. */
export function bearingsOn(frameworkKey: string, correspondences: readonly Correspondence[]): Map<string, Bearing[]> {
  const bearings = new Map<string, Bearing[]>();
  for (const { fromKey, toKey, fromCode, toCode, relation, confidence, source, note } of correspondences) {
    const into = toKey === frameworkKey;
    const code = into ? toCode : fromCode;
    const other = into
      ? { otherKey: fromKey, otherCode: fromCode, relation: relation === "successor" ? ("predecessor" as const) : relation }
      : { otherKey: toKey, otherCode: toCode, relation: INVERSE[relation] };
    bearings.set(code, [...(bearings.get(code) ?? []), { ...other, confidence, source, note }]);
  }
  return bearings;
}

/** Whether an item is covered by what is mapped elsewhere: likely, perhaps, or not at all. */
export type Implication = "implied" | "to_review" | "none";

/** How an item of another edition is covered by controls: satisfied, only contributed to, or not. */
export type OtherCoverage = (key: string, code: string) => "satisfies" | "contributes" | null;

/**
 * What follows for an item from what other editions' items have. It is implied when something equal or more demanding is
 * satisfied, or every item that it took the place of is, and the correspondence was published or seen in the titles.
 * Whatever else is known of it is to be reviewed by a person.
 */
export function implicationOf(bearings: readonly Bearing[], coverage: OtherCoverage): Implication {
  const covered = bearings.filter((one) => one.relation !== "added" && coverage(one.otherKey, one.otherCode) !== null);
  if (covered.length === 0) return "none";
  const satisfied = (one: Bearing): boolean => coverage(one.otherKey, one.otherCode) === "satisfies" && isReliable(one.confidence);
  if (bearings.some((one) => (one.relation === "equal" || one.relation === "superset") && satisfied(one))) return "implied";
  return [...Map.groupBy(bearings.filter((one) => one.relation === "predecessor"), (one) => one.otherKey).values()].some((predecessors) => predecessors.every(satisfied)) ? "implied" : "to_review";
}

/** A recalled or unverified correspondence carries nothing by itself. */
function isReliable(confidence: Bearing["confidence"]): boolean {
  return isPublished(confidence) || confidence === "title_matched";
}

/**
 * The strength that a mapping may carry over by a correspondence: `satisfies` only where the other item asks the same or
 * more, or is the one item whose place this one took.
 */
export function carriedStrength(bearing: Bearing, predecessors: number, strength: "satisfies" | "contributes"): "satisfies" | "contributes" {
  const whole = bearing.relation === "equal" || bearing.relation === "superset" || (bearing.relation === "predecessor" && predecessors === 1);
  return whole && isReliable(bearing.confidence) ? strength : "contributes";
}
