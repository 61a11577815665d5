import type { EventRecord } from "../fields.ts";
import { readRecord } from "../read-record.ts";
import type { Matcher } from "./matcher.ts";

/** Lines that are looked at to choose what wakes the rules, and the bytes they are looked for in. */
const LEARNT_LINES = 256;
const LEARNT_BYTES = 262_144;
/** Lines between two choices, and how much more of them than before must wake a rule for another. */
const LINES_BETWEEN = 50_000;
const WORSE = 2;
const LF = 10;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Chooses by the first lines of an input what wakes the rules and in which order their conditions are judged; and again what
 * wakes them when many more lines do than did after the choice. The order stays: it decides which of several values that
 * matched are told, so that these are the same whoever reads which part. Choosing takes as long as reading megabytes: who
 * reads an input in parts keeps it for all of them.
 */
export class Adaptation {
  private begun = false;
  /** Since the last choice. */
  private lines = 0;
  private candidates = 0;
  /** Of the lines after it, the smallest share that woke a rule in any stretch. */
  private share: number | null = null;

  /** Chooses by these bytes what is chosen once. Threads that read parts of one input begin with the same bytes. */
  begin(head: Uint8Array, matcher: Matcher): void {
    const records = recordsOf(head);
    if (records.length > 0) matcher.learn(records);
    this.begun = true;
  }

  /** Before these bytes are scanned: chooses, if it is time to, by the whole lines that they begin with. */
  learnFrom(chunk: Uint8Array, matcher: Matcher): void {
    if (this.begun && !this.isWorse()) return;
    const records = recordsOf(chunk);
    if (records.length === 0) return;
    if (this.begun) matcher.wakeAnew(records);
    else matcher.learn(records);
    this.begun = true;
    this.share = null;
  }

  /** After bytes were scanned: lines, and those of them that woke a rule. */
  count(lines: number, candidates: number): void {
    this.lines += lines;
    this.candidates += candidates;
  }

  private isWorse(): boolean {
    if (this.lines < LINES_BETWEEN) return false;
    const share = this.candidates / this.lines;
    const known = this.share;
    this.share = Math.min(share, known ?? share);
    this.lines = 0;
    this.candidates = 0;
    return known !== null && share > known * WORSE;
  }
}

function recordsOf(bytes: Uint8Array): EventRecord[] {
  const whole = bytes.subarray(0, Math.max(0, bytes.subarray(0, LEARNT_BYTES).lastIndexOf(LF)));
  return decoder.decode(whole).split("\n", LEARNT_LINES).map(readRecord).filter((record) => record !== null);
}
