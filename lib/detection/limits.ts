/** Every limit of the detection engine, each with its reason. Callers may tighten those of the correlator. */
export const DETECTION_LIMITS = {
  /** A line longer than this is kept as a prefix and flagged: one hostile line must not fill memory. */
  lineBytes: 1_048_576,
  /** Messages longer than this get a header only: real daemon messages are far shorter, and extraction would be wasted. */
  messageCharsForFields: 16_384,
  /** A rule document larger than this is refused; the largest published rule is under 100 kB. */
  ruleDocumentChars: 1_048_576,
  /** More rules than any published collection holds by an order of magnitude. */
  rules: 50_000,
  /** Nesting of YAML, of detections and of conditions: deeper input is an attack on recursion. */
  depth: 64,
  /** Values of one selector, also after expansion: the largest published list (vulnerable drivers' hashes) has some 5,000. */
  valuesPerSelector: 16_384,
  /** Characters of a string value with wildcards: matching is O(value x pattern) in the worst case. */
  wildcardChars: 4_096,
  /** Parts of a field's name between dots: each run of them may be a key of an event, and all of these are looked for. Published rules have up to six. */
  fieldParts: 16,
  /** Characters of a field's name: the longest published one has some 60. */
  fieldChars: 512,
  /** Names that one `1 of x*` may cover. */
  namesPerQuantifier: 1_000,
  /** Characters of a regular expression. */
  regexChars: 1_024,
  /** Instructions after expansion of counted repetition: bounds the work per input character. */
  regexInstructions: 1_500,
  /** Cached states of one regular expression; the cache is emptied when full, the work stays linear. */
  regexStates: 256,
  /** Depth of arrays and objects searched for keywords in an event. */
  eventDepth: 64,
  /** Rules that a chain of correlations may pass through. */
  correlationDepth: 16,
  /** Length of an excerpt kept in an explanation. */
  excerptChars: 200,
  /** Children of one explanation node that did not match are summarised beyond this number. */
  explanationChildren: 20,
} as const;

/** Limits of a correlator's state. Evictions are counted and reported, never silent. */
export type CorrelatorLimits = {
  /** Groups (for example source addresses) kept per rule; the group not updated for longest is evicted. */
  readonly groupsPerRule: number;
  /** Occurrences kept in one group's window; the oldest are dropped and counted. */
  readonly entriesPerGroup: number;
  /** Bytes that one rule's groups, occurrences and open hits may take; beyond, the group not updated for longest is evicted. */
  readonly bytesPerRule: number;
  /** Line references kept in a hit: the first ... */
  readonly firstLines: number;
  /** ... and the last; the total is always exact. */
  readonly lastLines: number;
  /** How far (ms) behind the newest event time an event may arrive beyond a rule's timespan before it is counted as late. */
  readonly latenessMs: number;
  /** How far (ms) ahead of its receipt an event may be dated before the receipt time is used: attackers choose timestamps. */
  readonly clockSkewMs: number;
};

export const CORRELATOR_LIMITS: CorrelatorLimits = {
  groupsPerRule: 50_000,
  entriesPerGroup: 10_000,
  bytesPerRule: 268_435_456,
  firstLines: 50,
  lastLines: 10,
  latenessMs: 3_600_000,
  clockSkewMs: 3_600_000,
};
