import type { Severity } from "#prisma/generated/enums.ts";

/** One promise of the incident policy and how it went. */
export type ServiceLevel = {
  name: "acknowledge" | "resolve";
  limitMs: number;
  /** Time taken so far, or in all once it is done. */
  takenMs: number;
  state: "in_time" | "late" | "running" | "overdue";
};

export type ServiceLevelFacts = {
  severity: Severity;
  alertedAt: Date;
  acknowledgedAt: Date | null;
  resolvedAt: Date | null;
  acknowledgeMinutes: Readonly<Record<Severity, number>>;
  resolveHours: Readonly<Record<Severity, number>>;
  now: Date;
};

/** Judges both promises by the clock: what is still running is `overdue` the moment its limit has passed. */
export function serviceLevels(facts: ServiceLevelFacts): ServiceLevel[] {
  const judge = (name: ServiceLevel["name"], limitMs: number, doneAt: Date | null): ServiceLevel => {
    const takenMs = (doneAt ?? facts.now).getTime() - facts.alertedAt.getTime();
    const within = takenMs <= limitMs;
    const state = doneAt === null ? (within ? "running" : "overdue") : within ? "in_time" : "late";
    return { name, limitMs, takenMs, state };
  };
  return [
    judge("acknowledge", facts.acknowledgeMinutes[facts.severity] * 60_000, facts.acknowledgedAt),
    judge("resolve", facts.resolveHours[facts.severity] * 3_600_000, facts.resolvedAt),
  ];
}
