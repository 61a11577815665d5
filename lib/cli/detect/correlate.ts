import { createCorrelator, type Correlator, type Hit, type MatchedEvent, parseLine, readRecord, type RuleSet } from "#lib/detection/index.ts";
import type { Finding } from "./finding.ts";

/** Follows what single events gave, and raises what several of them together mean. */
export class Follower {
  private readonly correlator: Correlator;
  private readonly referenceTimeMs: number;
  /** By key: a hit that goes on is told again, larger. */
  private readonly hits = new Map<string, Hit>();

  constructor(ruleSet: RuleSet, referenceTimeMs: number) {
    this.correlator = createCorrelator(ruleSet);
    this.referenceTimeMs = referenceTimeMs;
  }

  /** Findings in the order of their lines, with the lines' texts. */
  follow(findings: readonly Finding[]): void {
    const events: MatchedEvent[] = [];
    for (let at = 0; at < findings.length; ) {
      const first = findings[at]!;
      let end = at + 1;
      while (end < findings.length && findings[end]!.line === first.line && findings[end]!.file === first.file) end += 1;
      const matches = findings.slice(at, end).map(({ rule, number }) => ({ ruleId: rule.id, number, rule }));
      const parsed = parseLine(first.text!, { referenceTimeMs: this.referenceTimeMs, zoneOffsetMinutes: 0 });
      const record = readRecord(first.text!);
      const event = record === null ? parsed : { ...record, time: parsed.time };
      events.push({ event, matches, line: { lineNumber: first.line, offset: first.offset, length: first.length, segment: first.file } });
      at = end;
    }
    this.keep(this.correlator.observeAll(events));
  }

  finish(): Hit[] {
    this.keep(this.correlator.flush());
    return [...this.hits.values()];
  }

  private keep(hits: readonly Hit[]): void {
    for (const hit of hits) if (hit.kind !== "event") this.hits.set(hit.hitKey, hit);
  }
}
