import type { YamlNode } from "./yaml-document.ts";

export type RuleLevel = "informational" | "low" | "medium" | "high" | "critical";
export const RULE_LEVELS: readonly RuleLevel[] = ["informational", "low", "medium", "high", "critical"];

/** What a rule says about itself: JSON-safe, for lists, hits and packets. Titles and descriptions are untrusted text. */
export type RuleInfo = {
  readonly id: string;
  readonly name: string | null;
  /** SHA-256 over the document's text and, for a correlation, the hashes of the rules it refers to. */
  readonly hash: string;
  readonly title: string;
  readonly description: string | null;
  readonly severity: RuleLevel;
  readonly status: string | null;
  readonly kind: RuleKind;
  /** DRL 1.1 asks that author and id be shown with every match. */
  readonly author: string | null;
  readonly license: string | null;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly attack: { readonly tactics: readonly string[]; readonly techniques: readonly string[] };
  readonly falsePositives: readonly string[];
  readonly logsource: Logsource | null;
  readonly controls: readonly string[];
  /** Row ids of the audit logging matrix. */
  readonly matrix: readonly string[];
  readonly path: string;
  readonly line: number;
  /**
   * Whether the rule raises hits itself. A rule that a correlation refers to does so only if the correlation says
   * `generate: true`, or the rule says `tickmark.alerts: true` (and never if it says false).
   */
  readonly raisesHits: boolean;
};

export type RuleKind = "event" | CorrelationType;
export type CorrelationType = "event_count" | "value_count" | "temporal" | "temporal_ordered" | "value_sum" | "value_avg" | "value_percentile";
export type Logsource = { readonly product?: string; readonly service?: string; readonly category?: string };
export const LOGSOURCE_PARTS = ["product", "service", "category"] as const;

/** A search identifier's content, as written. */
export type Detection =
  | { readonly kind: "all" | "any"; readonly items: readonly Detection[]; readonly offset: number }
  | SelectorSource;

export type SelectorSource = {
  readonly kind: "selector";
  /** Null: a keyword search. */
  readonly field: string | null;
  readonly modifiers: readonly string[];
  readonly values: readonly { readonly value: string | number | boolean | null; readonly text: string; readonly offset: number }[];
  readonly offset: number;
  readonly label: string;
};

export type Condition =
  | { readonly kind: "and" | "or"; readonly items: readonly Condition[] }
  | { readonly kind: "not"; readonly item: Condition }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "quantifier"; readonly quantity: number | "all"; readonly pattern: string };

export type ThresholdOperator = "gt" | "gte" | "lt" | "lte" | "eq" | "neq";
export type Threshold = { readonly operator: ThresholdOperator; readonly value: number };

export type CorrelationSource = {
  readonly type: CorrelationType;
  readonly rules: readonly { readonly reference: string; readonly offset: number }[];
  readonly groupBy: readonly string[];
  readonly timespanMs: number;
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly thresholds: readonly Threshold[];
  /** Of value_count and the other value types. */
  readonly fields: readonly string[];
  /** Of value_percentile. */
  readonly percentile: number | null;
  readonly generate: boolean;
  readonly offset: number;
};

/** A filter: events that a rule matches, and for which the condition holds, are dropped; or those for which it does not. */
export type FilterBody = Omit<EventBody, "kind"> & { readonly kind: "filter"; readonly drops: boolean; readonly rules: readonly { readonly reference: string; readonly offset: number }[] };

export type EventBody = {
  readonly kind: "event";
  readonly detections: ReadonlyMap<string, Detection>;
  readonly conditions: readonly { readonly condition: Condition; readonly text: string; readonly offset: number }[];
  /** Search identifiers that were refused: the detection defines them, so a condition that names one has no problem of its own. */
  readonly refusedNames: readonly string[];
  /** What pipelines ask for besides. */
  readonly added?: readonly SelectorSource[];
};

/** A document that was read and validated by itself, before references are resolved. */
export type ParsedRule = {
  readonly info: Omit<RuleInfo, "hash" | "raisesHits" | "severity"> & { readonly level: RuleLevel | null };
  readonly text: string;
  readonly offset: number;
  /** Of the pipelines that it went through, in their order. */
  readonly pipelineHashes?: readonly string[];
  /** `tickmark.alerts`: overrides whether the rule raises hits itself. */
  readonly alerts: boolean | null;
  /** The content of `tickmark.tests`, read by rule-tests.ts. */
  readonly tests: YamlNode | null;
  readonly body:
    | EventBody
    | FilterBody
    | { readonly kind: "correlation"; readonly correlation: CorrelationSource };
};
