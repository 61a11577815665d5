import type { Position } from "#lib/content/index.ts";

/**
 * How what an item demands relates to what the other demands: `equal`; `subset` (it demands less), `superset` (it demands
 * more), `intersects` (only part is common); `successor` when all that is known is that the other took its place in a
 * later edition, which claims nothing of what the texts demand.
 */
export const CROSSWALK_RELATIONS = ["equal", "subset", "superset", "intersects", "successor"] as const;
export type CrosswalkRelation = (typeof CROSSWALK_RELATIONS)[number];

/**
 * The shape of a succession: one item took the place of one; several were merged into one; one was split over several.
 * It is said in the file although it follows from the rows, so that a row that is lost is noticed.
 */
export const SUCCESSION_SHAPES = ["one_to_one", "merged", "split"] as const;
export type SuccessionShape = (typeof SUCCESSION_SHAPES)[number];

/** How far a row may be trusted, strongest first. Shown wherever a crosswalk is used. */
export const CROSSWALK_CONFIDENCES = ["published_table", "title_matched", "recalled", "unverified"] as const;
export type CrosswalkConfidence = (typeof CROSSWALK_CONFIDENCES)[number];

/** Whether somebody published the correspondence, or it is our own judgement. */
export function isPublished(confidence: CrosswalkConfidence): boolean {
  return confidence === "published_table";
}

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
  /** Of a succession; null for other relations. */
  shape: SuccessionShape | null;
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
