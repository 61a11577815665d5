import { MEASURES, measured, type LogEvent, type Measure } from "#lib/detection/index.ts";

/** What one actor exported or did on one day (UTC), in one segment. Bytes for `exported_bytes`, else counts. */
export type DayTotal = { day: string; measure: Measure; actor: string; amount: number };

/** Totals that wait for their commit at most. Names are partly an attacker's choice, so the scan commits before there are more. */
export const TOTALS_PER_COMMIT = 5_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** An address or account as a key of a table: longer ones are cut. */
export const ACTOR_MAX = 300;

/** Adds up what actors export and do while a segment is read, until it is committed. */
export class DayTotals {
  private pending = new Map<string, DayTotal>();

  /** Whether it is time to commit. One event adds a few. */
  get isFull(): boolean {
    return this.pending.size >= TOTALS_PER_COMMIT - MEASURES.length;
  }

  add(event: LogEvent): void {
    for (const { measure, actor: name, amount, time } of measured(event)) {
      const actor = name.slice(0, ACTOR_MAX).replaceAll("\0", "\uFFFD").toWellFormed();
      const day = time.slice(0, 10);
      // Years beyond 9999 are written otherwise, and are no day that anybody is judged by.
      if (!DAY.test(day)) continue;
      const key = `${day} ${measure} ${actor}`;
      const known = this.pending.get(key);
      if (known !== undefined) known.amount += amount;
      else this.pending.set(key, { day, measure, actor, amount });
    }
  }

  take(): DayTotal[] {
    const taken = [...this.pending.values()];
    this.pending = new Map();
    return taken.map((total) => ({ ...total, amount: Math.min(Number.MAX_SAFE_INTEGER, Math.round(total.amount)) }));
  }
}
