import { gunzipSync, gzipSync } from "node:zlib";
import { createCorrelator, evaluateLine, parseLine, type Correlator, type CorrelatorSnapshot, type Hit, type Line, type LinePosition, type LogEvent, type MatchedEvent, type TextSplitter, textSplitter, type TimeReference } from "#lib/detection/index.ts";
import { LOG_LIMITS, type ClaimedScan, type ScanProgress, type StoredSnapshot } from "#lib/logs/index.ts";
import type { AdoptedRules } from "#lib/rules/index.ts";
import { draftOf, type AlertDraft } from "./alert-draft.ts";
import type { DayTotals } from "./day-totals.ts";

/** Tighter than the engine's own: what a reader keeps must fit its snapshot and 300 MB of memory. */
const LIMITS = { groupsPerRule: 10_000, entriesPerGroup: 1_000 } as const;

/** Matched events are correlated so many together, and sooner when their lines are long: they are kept in memory until then. */
const TOGETHER = { events: 256, chars: 1_048_576 } as const;

/** Unpacked snapshots beyond this were not written by these limits. */
const SNAPSHOT_BYTES_MAX = 512 * 1024 * 1024;

/** What a correlation left out, in the words of the scan's notes. */
const REPORT_NOTES = {
  late: "late_events",
  untimed: "untimed_events",
  incomplete: "incomplete_events",
  futureDated: "future_dated_events",
  evictedGroups: "groups_evicted",
  droppedEntries: "entries_dropped",
} as const;

type Report = Record<keyof typeof REPORT_NOTES, number>;

/** A segment, and where its reading goes on. */
export type ReadState = Omit<ClaimedScan, "hold" | "segment" | "stateHash"> & {
  segment: Pick<ClaimedScan["segment"], "id" | "referenceTime" | "receivedAt">;
  /** Events that say that they happened outside of it are counted, and shown to no rule; without it all are. */
  window?: { from: Date; until: Date };
  /** What actors do per day is added up here; without it it is not. */
  totals?: DayTotals;
};

/** The rules of a reader. */
export type ReadingRules = Pick<AdoptedRules, "ruleSet" | "problems" | "versionIdOf" | "mayRaise" | "severityOf">;

/**
 * Reads one segment, line by line: counts, parses, evaluates, correlates. Holds no connection and does no I/O; what it
 * has gathered since the last {@link ScanReader.take} is committed by its caller.
 */
export class ScanReader {
  readonly progress: ScanProgress;
  private readonly scan: ReadState;
  private readonly rules: ReadingRules;
  private readonly correlator: Correlator;
  private readonly reference: TimeReference;
  private readonly receivedTime: string;
  /** Figures of open hits and of reports at the segment's start, to tell what this segment added. */
  private readonly linesBefore = new Map<string, number>();
  private readonly reportBefore: Report;
  private pending = new Map<string, AlertDraft>();
  /** Matched events that were read and are not correlated yet. */
  private matched: (MatchedEvent & { readonly event: LogEvent })[] = [];
  private matchedChars = 0;
  private readonly muted = new Set<string>();

  constructor(scan: ReadState, rules: ReadingRules) {
    this.scan = scan;
    this.rules = rules;
    this.progress = scan.progress;
    this.reference = { referenceTimeMs: scan.segment.referenceTime.getTime(), zoneOffsetMinutes: scan.source.utcOffsetMinutes };
    this.receivedTime = scan.segment.receivedAt.toISOString();
    const before = restore(rules, scan.before);
    for (const hit of before.correlator.openHits()) this.linesBefore.set(hit.hitKey, hit.linesTotal);
    this.reportBefore = totals(before.correlator);
    if (before.lost) this.note("correlation_afresh");
    this.correlator = scan.snapshot === null ? before.correlator : restore(rules, scan.snapshot).correlator;
    if (rules.problems.some((problem) => problem.severity === "refused")) this.note("rules_refused");
  }

  /** Hits that were gathered and not handed over. Events that are to be correlated yet may add to them. */
  get pendingCount(): number {
    return this.pending.size;
  }

  /** Splits text from a place on into the lines that a rule may match. Whoever reads them tells where the others were passed over: {@link ScanReader.passTo}. */
  sievedLines(start: LinePosition): TextSplitter {
    return textSplitter(this.rules.ruleSet, { start, times: this.reference });
  }

  /** Goes on behind lines that a splitter left out because no rule matches them; `times` of theirs, the earliest and the latest among them. */
  passTo({ offset, number }: LinePosition, times: readonly string[]): void {
    for (const time of times) this.date(new Date(time));
    this.passLines(number);
    this.progress.scannedBytes = offset;
  }

  /** Lines before this one were left out, so all of them were of a known shape. */
  private passLines(next: number): void {
    const { progress } = this;
    progress.parsedLines += next - 1 - progress.lines;
    progress.lines = next - 1;
  }

  read(line: Line): void {
    const { progress } = this;
    this.passLines(line.number);
    progress.lines += 1;
    progress.scannedBytes = line.offset + line.length + (line.crlf ? 1 : 0) + (line.noFinalNewline ? 0 : 1);
    if (line.truncated) progress.truncatedLines += 1;
    if (line.invalidUtf8) progress.invalidUtf8Lines += 1;
    if (line.crlf) this.note("crlf");
    if (line.noFinalNewline) this.note("no_final_newline");
    if (line.binary) this.note("nul_bytes");
    // Of a line that something was told of, the time is counted where it was passed; and its program does nothing that is measured by day.
    const event = line.told === undefined ? this.parse(line) : null;
    if (event === null) progress.parsedLines += 1;
    else if (this.isOutside(event)) return;
    this.judge(line, event);
  }

  /** Reads a line, and counts what it is. */
  private parse(line: Line): LogEvent {
    const event = parseLine(line.text, this.reference);
    if (event.parsed) this.progress.parsedLines += 1;
    else this.countUnparsed(line, event);
    if (event.time !== null) this.date(new Date(event.time));
    this.scan.totals?.add(event);
    return event;
  }

  private judge(line: Line, parsed: LogEvent | null): void {
    const read = (): LogEvent => (parsed ??= parseLine(line.text, this.reference));
    const matches = evaluateLine(this.rules.ruleSet, line, read);
    if (matches.length === 0) return;
    const event = read();
    if (this.isOutside(event)) return;
    const place = { lineNumber: line.number, offset: line.offset, length: line.length, segment: this.scan.segment.id, receivedTime: this.receivedTime };
    this.matched.push({ event, matches, line: place });
    this.matchedChars += line.text.length;
    if (this.matched.length >= TOGETHER.events || this.matchedChars >= TOGETHER.chars) this.correlate();
  }

  /** Correlates what was read so far; what it finds is gathered. */
  correlate(): void {
    const { matched } = this;
    if (matched.length === 0) return;
    this.matched = [];
    this.matchedChars = 0;
    this.correlator.observeAll(matched, (hit, { event }) => this.keep(hit, event));
  }

  /** Adds the present state of bursts that go on beyond this segment. Call once, after the last line. */
  finish(): void {
    this.correlate();
    for (const hit of this.correlator.openHits()) {
      if (this.linesBefore.get(hit.hitKey) !== hit.linesTotal) this.keep(hit, null);
    }
    const after = totals(this.correlator);
    for (const [figure, name] of Object.entries(REPORT_NOTES)) {
      if (after[figure as keyof Report] > this.reportBefore[figure as keyof Report]) this.note(name);
    }
  }

  note(name: string): void {
    if (!this.progress.notes.includes(name)) this.progress.notes.push(name);
  }

  /** Leaves out what rules find from now on that were quarantined while this segment was read, and no longer counts what was dropped of them. */
  mute(ruleKeys: readonly string[], dropped: number): void {
    for (const key of ruleKeys) this.muted.add(key);
    this.progress.alerts = Math.max(0, this.progress.alerts - dropped);
    this.note("rule_flooded");
  }

  /** Hands over at most `most` gathered hits, the earliest first. While some are left, what was read is not known for good: see {@link ScanReader.state}. */
  take(most: number): AlertDraft[] {
    this.correlate();
    const taken = [...this.pending.values()].slice(0, most);
    for (const draft of taken) this.pending.delete(draft.hitKey);
    return taken;
  }

  /** JSON of what a reader needs to go on after the last line read. What was gathered and not handed over is not in it. */
  snapshot(stateHash: string): string {
    return JSON.stringify(this.state(stateHash));
  }

  /** The same, as it is stored. */
  state(stateHash: string): StoredSnapshot {
    return { stateHash, correlator: pack(this.correlator.snapshot()) };
  }

  private countUnparsed(line: Line, event: LogEvent): void {
    this.progress.unparsedLines += 1;
    if (this.progress.unparsedSample.length >= LOG_LIMITS.unparsedSample) return;
    const text = line.text.slice(0, LOG_LIMITS.unparsedChars).replaceAll("\0", "\uFFFD").toWellFormed();
    this.progress.unparsedSample.push({ number: line.number, offset: line.offset, reason: event.reason ?? "unknown", text });
  }

  private isOutside({ time }: LogEvent): boolean {
    const { window } = this.scan;
    if (window === undefined || time === null) return false;
    const at = Date.parse(time);
    return at < window.from.getTime() || at >= window.until.getTime();
  }

  private date(at: Date): void {
    const { progress } = this;
    if (progress.firstEventAt === null || at < progress.firstEventAt) progress.firstEventAt = at;
    if (progress.lastEventAt === null || at > progress.lastEventAt) progress.lastEventAt = at;
  }

  private keep(hit: Hit, event: LogEvent | null): void {
    if (!this.rules.mayRaise(hit.ruleId) || this.muted.has(hit.ruleId)) return;
    const raised = event !== null && (hit.open || hit.kind === "event");
    if (raised) this.progress.alerts += 1;
    const rule = { id: hit.ruleId, hash: hit.ruleHash };
    const frame = {
      ruleVersionId: this.rules.versionIdOf(rule),
      severity: this.rules.severityOf({ id: hit.ruleId, severity: hit.severity }),
      sourceName: this.scan.source.name,
      receivedAt: this.scan.segment.receivedAt,
    };
    const draft = draftOf(hit, raised ? event : null, frame);
    const earlier = this.pending.get(hit.hitKey);
    this.pending.set(hit.hitKey, earlier === undefined ? draft : { ...draft, explanation: withInvolved(draft.explanation, earlier.explanation) });
  }
}

/** A later state of a hit that is not committed yet keeps who its raising event named. */
function withInvolved(later: string, earlier: string): string {
  return JSON.stringify({ ...(JSON.parse(earlier) as object), ...(JSON.parse(later) as object) });
}

/**
 * Packed, because a snapshot of some thousand line references is a megabyte of much the same, and is copied by every layer
 * on its way to the database; and as text that jsonb takes, which values of log lines may not be (NUL, half surrogates).
 */
function pack(snapshot: CorrelatorSnapshot): string {
  return gzipSync(JSON.stringify(snapshot), { level: 1 }).toString("base64");
}

function unpack(packed: string): CorrelatorSnapshot {
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64"), { maxOutputLength: SNAPSHOT_BYTES_MAX }).toString("utf8")) as CorrelatorSnapshot;
}

function restore(rules: Pick<ReadingRules, "ruleSet">, stored: StoredSnapshot | null): { correlator: Correlator; lost: boolean } {
  const snapshot = stored === null ? null : unpack(stored.correlator);
  try {
    const correlator = createCorrelator(rules.ruleSet, snapshot, LIMITS);
    return { correlator, lost: correlator.discarded.length > 0 };
  } catch (error) {
    // The engine's only answer to a snapshot of another version of itself.
    if (error instanceof RangeError) return { correlator: createCorrelator(rules.ruleSet, null, LIMITS), lost: true };
    throw error;
  }
}

function totals(correlator: Correlator): Report {
  const sum: Report = { late: 0, untimed: 0, incomplete: 0, futureDated: 0, evictedGroups: 0, droppedEntries: 0 };
  for (const report of Object.values(correlator.report())) {
    for (const figure of Object.keys(sum) as (keyof Report)[]) sum[figure] += report[figure];
  }
  return sum;
}
