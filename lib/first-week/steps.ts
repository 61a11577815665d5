/** The steps of the first week, in order, as people read them. */
export const FIRST_WEEK_STEPS = {
  systems: { label: "What you run", does: "Evidence is asked only from what you have." },
  frameworks: { label: "Frameworks and period", does: "What the audit is about, and from when to when." },
  controls: { label: "Controls", does: "From the library, or from your own spreadsheet." },
  requests: { label: "Evidence requests", does: "What is asked of you, what is left out, and why." },
  owners: { label: "Owners", does: "Who answers for which control, members or not yet." },
  readiness: { label: "Readiness", does: "How your requirements stand, and what to do next." },
} as const;

export type FirstWeekStep = keyof typeof FIRST_WEEK_STEPS;
export const STEP_NAMES = Object.keys(FIRST_WEEK_STEPS) as [FirstWeekStep, ...FirstWeekStep[]];

export type StepState = "open" | "done" | "put_off";

/** The step after one; the last leads to nothing. */
export function nextStep(step: FirstWeekStep): FirstWeekStep | null {
  return STEP_NAMES[STEP_NAMES.indexOf(step) + 1] ?? null;
}
