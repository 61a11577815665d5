import { costOf, createCorrelator, evaluateEvent, explainEvent, nearestMisses, type Correlator, type ExplanationNode, type Line, type LogEvent, type NearMiss, type RuleCost } from "#lib/detection/index.ts";
import type { TextCheck } from "./check-text.ts";

/** A line as a trial shows it. Texts are untrusted. */
export type TriedLine = { segmentId: string; fileName: string; number: number; text: string };
export type TriedHit = { ruleKey: string; title: string; /** Event time; null where the line states none. */ at: string | null; line: TriedLine; tree: ExplanationNode };
/** Lines that failed the same tests of a rule. */
export type TriedMiss = { ruleKey: string; title: string; held: number; failed: NearMiss["failed"]; lines: number; line: TriedLine };
export type TriedRule = { ruleKey: string; title: string; kind: string; raisesAlerts: boolean; /** Lines that it matched; of a correlation, none by itself. */ matches: number; alerts: number; cost: RuleCost | null };

/** What one text found. */
export type Trial = { /** Lines from which it was learned how often each rule is woken: the first ones. */ learnedFrom: number; rules: TriedRule[]; alerts: number; perDay: { day: string; alerts: number }[]; hits: TriedHit[]; misses: TriedMiss[] };

/** Most of each that is kept to be shown. */
const SHOWN = { hits: 20, misses: 6, lineChars: 1_000, missesLookedAt: 20_000, learnedFrom: 5_000, correlatorGroups: 5_000, correlatorEntries: 1_000 } as const;

type Place = { segment: { id: string; fileName: string }; line: Line; receivedTime: string; day: string };

/** Runs one compiled text over lines, and keeps what a person wants to see of it. No I/O. */
export class TriedRules {
  /** Alerts by where they were raised: what two texts are compared by. */
  readonly found = new Map<string, TriedHit>();
  private readonly check: TextCheck;
  private readonly correlator: Correlator;
  private readonly keys: ReadonlySet<string>;
  private readonly seen = new Set<string>();
  private readonly matches = new Map<string, number>();
  private readonly alerts = new Map<string, number>();
  private readonly perDay = new Map<string, number>();
  private readonly misses = new Map<string, TriedMiss>();
  private readonly sample: LogEvent[] = [];
  private looked = 0;

  constructor(check: TextCheck) {
    this.check = check;
    this.keys = new Set(check.rules.map(({ id }) => id));
    this.correlator = createCorrelator(check.ruleSet, null, { groupsPerRule: SHOWN.correlatorGroups, entriesPerGroup: SHOWN.correlatorEntries });
  }

  read(event: LogEvent, place: Place): void {
    const { ruleSet } = this.check;
    if (this.sample.length < SHOWN.learnedFrom) this.sample.push(event);
    const matches = evaluateEvent(ruleSet, event);
    for (const { ruleId } of matches) this.matches.set(ruleId, (this.matches.get(ruleId) ?? 0) + 1);
    if (matches.length === 0) {
      this.lookForMiss(event, place);
      return;
    }
    const { line, segment, receivedTime } = place;
    for (const hit of this.correlator.observe(event, matches, { lineNumber: line.number, offset: line.offset, length: line.length, segment: segment.id, receivedTime })) {
      if (this.seen.has(hit.hitKey) || !this.keys.has(hit.ruleId)) continue;
      this.seen.add(hit.hitKey);
      this.alerts.set(hit.ruleId, (this.alerts.get(hit.ruleId) ?? 0) + 1);
      this.perDay.set(place.day, (this.perDay.get(place.day) ?? 0) + 1);
      const match = matches.find(({ ruleId }) => ruleId === hit.ruleId);
      const tree = (match === undefined ? null : explainEvent(ruleSet, match.number, event)) ?? hit.explanation;
      this.found.set(`${hit.ruleId} ${segment.id} ${line.offset}`, { ruleKey: hit.ruleId, title: hit.title, at: event.time, line: shown(place), tree });
    }
  }

  trial(): Trial {
    const { ruleSet, rules } = this.check;
    if (this.sample.length > 0) ruleSet.matcher().learn(this.sample);
    const numbers = new Map(ruleSet.eventRules.map(({ info, number }) => [info.id, number]));
    return {
      learnedFrom: this.sample.length,
      rules: rules.map(({ id, title, kind, raisesHits }) => {
        const number = numbers.get(id);
        return { ruleKey: id, title, kind, raisesAlerts: raisesHits, matches: this.matches.get(id) ?? 0, alerts: this.alerts.get(id) ?? 0, cost: number === undefined ? null : costOf(ruleSet, number) };
      }),
      alerts: this.seen.size,
      perDay: [...this.perDay].map(([day, alerts]) => ({ day, alerts })).sort((a, b) => a.day.localeCompare(b.day)),
      hits: [...this.found.values()].slice(0, SHOWN.hits),
      misses: [...this.misses.values()].sort((a, b) => a.failed.length - b.failed.length || b.held - a.held || b.lines - a.lines).slice(0, SHOWN.misses),
    };
  }

  /** Lines that fail the same tests are one miss, told with the first of them. */
  private lookForMiss(event: LogEvent, place: Place): void {
    if (this.looked >= SHOWN.missesLookedAt) return;
    this.looked += 1;
    const [miss] = nearestMisses(this.check.ruleSet, event, 1);
    if (miss === undefined || !this.keys.has(miss.rule.id)) return;
    const key = `${miss.rule.id} ${miss.failed.map(({ asked, negated }) => `${negated} ${asked}`).join(" ")}`;
    const known = this.misses.get(key);
    if (known !== undefined) known.lines += 1;
    else if (this.misses.size < 200) this.misses.set(key, { ruleKey: miss.rule.id, title: miss.rule.title, held: miss.held, failed: miss.failed, lines: 1, line: shown(place) });
  }
}

function shown({ segment, line }: Place): TriedLine {
  return { segmentId: segment.id, fileName: segment.fileName, number: line.number, text: line.text.slice(0, SHOWN.lineChars).replaceAll("\0", "\uFFFD").toWellFormed() };
}
