/** The detection engine: pure, synchronous, deterministic. Bytes to lines to events to matches to hits. */
export { createLineSplitter, type Line, type LinePosition, type LineSplitter } from "./lines.ts";
export type { EventAction, EventRecord, LogEvent, TimeSource, UnparsedReason } from "./fields.ts";
export { parseLine } from "./parsers/parse-line.ts";
export type { TimeReference } from "./parsers/timestamp.ts";
export { compileRules, evaluateByReference, evaluateEvent, explainEvent, findInEvent, type CompileOptions, type RuleMatch, type RuleSet, type RuleSource } from "./sigma/rule-set.ts";
export type { RuleProblem } from "./sigma/problems.ts";
export type { Logsource, RuleInfo, RuleKind, RuleLevel } from "./sigma/rule.ts";
export type { Evidence, ExplanationNode } from "./sigma/explain.ts";
export { createCorrelator, type Correlator, type ObservedLine } from "./correlation/correlator.ts";
export type { Hit, LineReference } from "./correlation/hit.ts";
export type { CorrelatorSnapshot, RuleReport } from "./correlation/snapshot.ts";
export { CORRELATOR_LIMITS, DETECTION_LIMITS, type CorrelatorLimits } from "./limits.ts";
export type { LineMatch, LinePlace, LineProblem, MatchedValue, RuleFinding, ScanResult, ScanStatistics } from "./matching/line-match.ts";
export { Scanner } from "./matching/scanner.ts";
export { readRecord } from "./read-record.ts";
export { runRuleTests, type RuleTestResult } from "./rule-tests.ts";
