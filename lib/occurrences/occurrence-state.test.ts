import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asOfInstant } from "#lib/platform/as-of.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { FREQUENCY_FACTS, PERIODIC_FREQUENCIES } from "./frequencies.ts";
import { judgeOccurrence, lastDayOfGrace, OCCURRENCE_STATES, OCCURRENCE_WORDS, type JudgedPerformance, type OccurrenceDecision } from "./occurrence-state.ts";
import { countPopulation } from "./population.ts";
import type { OccurrenceWindow } from "./windows.ts";

const QUARTER: OccurrenceWindow = { frequency: "quarterly", firstDay: "2026-01-01", lastDay: "2026-03-31" };
const ZONE = "Europe/Berlin";
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);
const performed = (performedOn: string, recorded = performedOn, ...reviews: [OccurrenceDecision, string][]): JudgedPerformance => ({ performedOn, recordedAt: noon(recorded), reviews: reviews.map(([decision, day]) => ({ decision, recordedAt: noon(day) })) });
const stateOn = (day: string, ...performances: JudgedPerformance[]) => judgeOccurrence(QUARTER, performances, asOfInstant(noon(day)), ZONE).state;

describe("where an occurrence stands", () => {
  it("is upcoming, due, overdue within grace, and missed", () => {
    expect(["2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01", "2026-04-14", "2026-04-15"].map((day) => stateOn(day))).toEqual(["upcoming", "due", "due", "overdue", "overdue", "missed"]);
  });

  it("changes with the day of the organization's zone, not of UTC", () => {
    expect(judgeOccurrence(QUARTER, [], asOfInstant(new Date("2026-03-31T21:59:59Z")), ZONE).state).toBe("due");
    expect(judgeOccurrence(QUARTER, [], asOfInstant(new Date("2026-03-31T22:00:00Z")), ZONE).state).toBe("overdue");
  });

  it("is performed once somebody says so, and good once another person accepted it", () => {
    const one = performed("2026-03-20", "2026-03-20", ["accepted", "2026-05-30"]);
    expect([stateOn("2026-03-19", one), stateOn("2026-03-20", one), stateOn("2026-05-29", one), stateOn("2026-05-30", one)]).toEqual(["due", "performed", "performed", "on_time"]);
  });

  it("is late when it was performed after the last day, and shows that it was missed when it was written down after grace", () => {
    expect(stateOn("2026-12-31", performed("2026-04-10", "2026-04-10", ["accepted", "2026-04-11"]))).toBe("late");
    const afterwards = performed("2026-03-30", "2026-05-02", ["accepted", "2026-05-03"]);
    expect(stateOn("2026-05-01", afterwards)).toBe("missed");
    expect(judgeOccurrence(QUARTER, [afterwards], asOfInstant(noon("2026-12-31")), ZONE)).toMatchObject({ state: "late", isLate: true, countedAsMissed: true });
  });

  it("takes what was written down later for done on its day, where all that is known now is asked", () => {
    const one = performed("2026-03-20", "2026-04-08", ["accepted", "2026-04-09"]);
    const known = (effective: string, by: string) => judgeOccurrence(QUARTER, [one], { effectiveAt: noon(effective), knownAt: noon(by) }, ZONE).state;
    expect([known("2026-03-25", "2026-03-25"), known("2026-03-25", "2026-04-08"), known("2026-03-25", "2026-04-09"), known("2026-03-19", "2026-04-09")]).toEqual(["due", "performed", "on_time", "due"]);
  });

  it("counts a returned performance as none from its return on", () => {
    const returned = performed("2026-03-20", "2026-03-20", ["accepted", "2026-03-22"], ["returned", "2026-04-05"]);
    const again = performed("2026-04-07", "2026-04-07", ["accepted", "2026-04-08"]);
    expect(["2026-03-21", "2026-04-04", "2026-04-06", "2026-04-07", "2026-04-08"].map((day) => stateOn(day, returned, again))).toEqual(["performed", "on_time", "overdue", "performed", "late"]);
  });

  it("is never good without an accepted performance, and every population adds up", () => {
    const drawn = fc.record({ frequency: fc.constantFrom(...PERIODIC_FREQUENCIES), ago: fc.integer({ min: -20, max: 60 }), when: fc.option(fc.integer({ min: -3, max: 40 })), decision: fc.constantFrom<OccurrenceDecision | null>("accepted", "returned", null) });
    fc.assert(fc.property(fc.array(drawn, { maxLength: 20 }), (all) => {
      const at = noon("2026-06-15");
      const judged = all.map(({ frequency, ago, when, decision }) => {
        const lastDay = addDays(dayOf(at, ZONE), -ago);
        const day = addDays(lastDay, when ?? 0);
        const performances = when === null ? [] : [performed(day, day, ...(decision === null ? [] : [[decision, day] as [OccurrenceDecision, string]]))];
        const judgement = judgeOccurrence({ frequency, firstDay: addDays(lastDay, -6), lastDay }, performances, asOfInstant(at), ZONE);
        if (judgement.state === "on_time" || judgement.state === "late") expect(decision).toBe("accepted");
        if (judgement.state === "on_time") expect(day <= lastDay).toBe(true);
        return judgement;
      });
      const { expected, ...parts } = countPopulation(judged);
      expect(expected).toBe(all.length);
      expect(Object.values(parts).reduce((sum, one) => sum + one, 0)).toBe(expected);
    }));
  });

  it("has a word of its own for each state, and a grace that ends before the next window does", () => {
    expect(new Set(OCCURRENCE_STATES.map((one) => OCCURRENCE_WORDS[one].word)).size).toBe(OCCURRENCE_STATES.length);
    const shortest = { daily: 1, weekly: 7, monthly: 28, quarterly: 90, semiannual: 181, annual: 365 };
    for (const one of PERIODIC_FREQUENCIES) expect(FREQUENCY_FACTS[one].graceDays <= shortest[one], one).toBe(true);
    expect(lastDayOfGrace(QUARTER)).toBe("2026-04-14");
  });
});
