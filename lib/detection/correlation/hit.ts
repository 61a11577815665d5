import type { ExplanationNode } from "../sigma/explain.ts";
import type { RuleKind, RuleLevel } from "../sigma/rule.ts";

/** Where a matching line stands. `segment` is the caller's name for the run of bytes that the offset counts in. */
export type LineReference = {
  readonly lineNumber: number;
  readonly offset: number;
  readonly length: number;
  readonly segment?: string;
};

/** The place alone, of something that says more. */
export function referenceOf({ lineNumber, offset, length, segment }: Omit<LineReference, "segment"> & { readonly segment?: string | undefined }): LineReference {
  return segment === undefined ? { lineNumber, offset, length } : { lineNumber, offset, length, segment };
}

/** What a rule found: one event, or one burst of a correlation. JSON-safe; titles, values and keys are untrusted text. */
export type Hit = {
  /** The same burst has the same key however the input was cut into runs: update by it. */
  readonly hitKey: string;
  readonly ruleId: string;
  readonly ruleHash: string;
  readonly title: string;
  readonly severity: RuleLevel;
  readonly kind: RuleKind;
  /** Field (or alias) to value; empty for single events and for correlations without `group-by`. */
  readonly groupKey: { readonly [field: string]: string };
  /** Event times, ISO 8601 UTC; null when no event of the hit states one. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  /** Events, a line that says "repeated 5 times" counting 5. */
  readonly count: number;
  /** What the condition measured when it became true: events, distinct values, sum, ... */
  readonly observed: number;
  /** The first and last matching lines, in event-time order where known; `linesTotal` is exact. */
  readonly lines: readonly LineReference[];
  readonly linesTotal: number;
  /** Still growing: a later hit with the same key will replace this one. */
  readonly open: boolean;
  /** The state was evicted for memory before the burst ended: later events may have raised another hit. */
  readonly evicted: boolean;
  /** Hits of the correlations that this one builds on, at the moment it was raised. */
  readonly related: readonly { readonly ruleId: string; readonly hitKey: string }[];
  readonly explanation: ExplanationNode;
};

/** A growing hit as it is stored: JSON-safe, part of the snapshot. */
export type OpenHit = {
  hitKey: string;
  firstTimeMs: number;
  lastTimeMs: number;
  count: number;
  observed: number;
  first: LineReference[];
  last: LineReference[];
  linesTotal: number;
  /** Sequence number of the last event added: one event is one line, though it may match several rules. */
  lastSequence: number;
  groupValues: readonly string[];
  related: { ruleId: string; hitKey: string }[];
  explanation: ExplanationNode;
};

export type LineLimits = { readonly firstLines: number; readonly lastLines: number };
