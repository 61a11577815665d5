import type { Position } from "#lib/content/index.ts";

/**
 * The shape of a correspondence, never a claim that two texts ask for the same:
 * one item took the place of one; several were merged into one; one was split over several;
 * or there is no successor and only the intent is found elsewhere.
 */
export const CROSSWALK_RELATIONS = ["one_to_one", "merged", "split", "intent_only"] as const;
export type CrosswalkRelation = (typeof CROSSWALK_RELATIONS)[number];

/** How far a row may be trusted, strongest first. Shown wherever a crosswalk is used. */
export const CROSSWALK_CONFIDENCES = ["published_table", "title_matched", "recalled", "unverified"] as const;
export type CrosswalkConfidence = (typeof CROSSWALK_CONFIDENCES)[number];

/** Where rows come from and how they were checked. */
export interface CrosswalkSource {
  key: string;
  citation: string;
  checked: string;
  at: Position;
}

/** One item of the first framework and all items of the second that it leads to. */
export interface CrosswalkRow {
  from: string;
  to: string[];
  /** Items that are new in the second framework and stand beside the successor; nothing of `from` proves them. */
  added: string[];
  relation: CrosswalkRelation;
  confidence: CrosswalkConfidence;
  /** Key of a {@link CrosswalkSource}; null when the file names none, which the content lint reports. */
  source: string | null;
  note: string | null;
  at: Position;
}

/** Requirement to requirement, between two frameworks or two editions of one. */
export interface Crosswalk {
  id: string;
  from: string;
  to: string;
  sources: CrosswalkSource[];
  /** Control totals that the file announces: rows, and pairs of items (including added ones). */
  totals: { rows: number; edges: number };
  /** Items of the first framework that lead nowhere, by name: silence is not an answer. */
  withoutSuccessor: string[];
  /** Items of the second framework that no successor leads to. */
  withoutPredecessor: string[];
  rows: CrosswalkRow[];
  at: Position;
}

/** One pair of items. */
export interface CrosswalkEdge {
  from: string;
  to: string;
  relation: CrosswalkRelation | "added";
  confidence: CrosswalkConfidence;
  source: string | null;
  note: string | null;
  at: Position;
}

/** Every pair of a crosswalk; many-to-many rows give one edge for each pair, so none is lost to a lookup by `from`. */
export function crosswalkEdges(crosswalk: Crosswalk): CrosswalkEdge[] {
  return crosswalk.rows.flatMap(({ from, to, added, relation, confidence, source, note, at }) => [
    ...to.map((id): CrosswalkEdge => ({ from, to: id, relation, confidence, source, note, at })),
    ...added.map((id): CrosswalkEdge => ({ from, to: id, relation: "added", confidence, source, note, at })),
  ]);
}
