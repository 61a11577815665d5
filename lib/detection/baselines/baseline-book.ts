import type { EventRecord } from "../fields.ts";
import { type BaselineSettings, type DayTotal, judge, type Judgement } from "./judge.ts";
import { type Measure, measured, MEASURES } from "./measure.ts";

/** Each with its reason; amounts are bytes for `exported_bytes`, else counts. */
export const BASELINE_SETTINGS: { readonly [measure in Measure]: BaselineSettings } = {
  exported_bytes: { minimumDays: 14, minimumOfKind: 4, deviations: 6, ratio: 2, floor: 50 * 1024 * 1024 },
  exports: { minimumDays: 14, minimumOfKind: 4, deviations: 6, ratio: 2, floor: 20 },
  transactions: { minimumDays: 14, minimumOfKind: 4, deviations: 6, ratio: 2, floor: 200 },
};

export const BASELINE_LIMITS = {
  /** A quarter: old enough for weekdays, young enough that people's work has not changed since. */
  daysKept: 91,
  /** Actors per measure. Names are partly the attackers' choice: those not seen for longest are given up, and counted. */
  actors: 20_000,
  /** Days open at once: logs of several hosts overlap by hours, not by more. */
  openDays: 2,
} as const;

export type DayJudgement = { readonly day: string; readonly measure: Measure; readonly actor: string; readonly judgement: Judgement };

type History = { days: DayTotal[] };

/** What {@link BaselineBook} keeps, as JSON: pass it to a new book to go on. */
export type BaselineSnapshot = {
  readonly version: 1;
  readonly learnedTo: string | null;
  readonly open: readonly (readonly [day: string, measure: Measure, actor: string, amount: number])[];
  readonly histories: readonly (readonly [measure: Measure, actor: string, days: readonly (readonly [day: string, amount: number])[]])[];
  readonly late: number;
  readonly evicted: number;
};

/**
 * Learns what each actor usually exports and does in a day, and judges each finished day against the days before it. Days
 * are of event time, in UTC. A day on which nothing was read is no day: only days that were finished are learned, and on
 * those an actor without events had none.
 */
export class BaselineBook {
  private readonly histories = new Map<Measure, Map<string, History>>(MEASURES.map((measure) => [measure, new Map()]));
  private readonly open = new Map<string, Map<Measure, Map<string, number>>>();
  private learnedTo: string | null = null;
  private late = 0;
  private evicted = 0;

  /** @throws RangeError when the snapshot is of another version */
  constructor(snapshot?: BaselineSnapshot) {
    if (snapshot === undefined) return;
    if (snapshot.version !== 1) throw new RangeError(`the snapshot is of version ${String(snapshot.version)}`);
    for (const [measure, actor, days] of snapshot.histories) this.histories.get(measure)!.set(actor, { days: days.map(([day, amount]) => ({ day, amount })) });
    for (const [day, measure, actor, amount] of snapshot.open) this.add(day, measure, actor, amount);
    this.learnedTo = snapshot.learnedTo;
    this.late = snapshot.late;
    this.evicted = snapshot.evicted;
  }

  /** Events of days that were finished before they came, and actors given up for want of room. */
  get report(): { readonly late: number; readonly evicted: number } {
    return { late: this.late, evicted: this.evicted };
  }

  /** Takes an event; answers the judgements of days that are over by it. */
  observe(event: EventRecord): DayJudgement[] {
    for (const { measure, actor, amount, time } of measured(event)) {
      const day = time.slice(0, 10);
      if (this.learnedTo !== null && day <= this.learnedTo) this.late += 1;
      else this.add(day, measure, actor, amount);
    }
    const judged: DayJudgement[] = [];
    while (this.open.size > BASELINE_LIMITS.openDays) judged.push(...this.finish([...this.open.keys()].sort()[0]!));
    return judged;
  }

  /** Finishes every open day before `day`: those are over, whatever may still come. */
  finishBefore(day: string): DayJudgement[] {
    return [...this.open.keys()].filter((each) => each < day).sort().flatMap((each) => this.finish(each));
  }

  snapshot(): BaselineSnapshot {
    return {
      version: 1,
      learnedTo: this.learnedTo,
      open: [...this.open].flatMap(([day, measures]) => [...measures].flatMap(([measure, actors]) => [...actors].map(([actor, amount]) => [day, measure, actor, amount] as const))),
      histories: [...this.histories].flatMap(([measure, actors]) => [...actors].map(([actor, { days }]) => [measure, actor, days.map(({ day, amount }) => [day, amount] as const)] as const)),
      late: this.late,
      evicted: this.evicted,
    };
  }

  private add(day: string, measure: Measure, actor: string, amount: number): void {
    const measures = this.open.get(day) ?? new Map<Measure, Map<string, number>>();
    this.open.set(day, measures);
    const actors = measures.get(measure) ?? new Map<string, number>();
    measures.set(measure, actors);
    if (actors.size >= BASELINE_LIMITS.actors && !actors.has(actor)) this.evicted += 1;
    else actors.set(actor, (actors.get(actor) ?? 0) + amount);
  }

  /** Judges a day before it is learned, then learns it, for everybody who has a history. */
  private finish(day: string): DayJudgement[] {
    const totals = this.open.get(day)!;
    this.open.delete(day);
    this.learnedTo = day;
    const judged: DayJudgement[] = [];
    for (const measure of MEASURES) {
      const today = totals.get(measure) ?? new Map<string, number>();
      const histories = this.histories.get(measure)!;
      for (const [actor, amount] of today) judged.push({ day, measure, actor, judgement: judge(amount, day, histories.get(actor)?.days ?? [], BASELINE_SETTINGS[measure]) });
      for (const [actor, history] of histories) if (!today.has(actor)) learn(history, day, 0);
      for (const [actor, amount] of today) {
        const history = histories.get(actor) ?? { days: [] };
        // Set anew, so that who was seen last stands last.
        histories.delete(actor);
        histories.set(actor, history);
        learn(history, day, amount);
      }
      this.shrink(histories);
    }
    return judged;
  }

  private shrink(histories: Map<string, History>): void {
    for (const actor of histories.keys()) {
      const { days } = histories.get(actor)!;
      const over = histories.size > BASELINE_LIMITS.actors;
      // Who did nothing in all the days kept is as good as new.
      if (!over && days.some(({ amount }) => amount > 0)) return;
      histories.delete(actor);
      if (over) this.evicted += 1;
    }
  }
}

function learn(history: History, day: string, amount: number): void {
  history.days.push({ day, amount });
  if (history.days.length > BASELINE_LIMITS.daysKept) history.days.shift();
}
