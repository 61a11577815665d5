export { FIRST_WEEK_STEPS, STEP_NAMES, type FirstWeekStep, type StepState } from "./steps.ts";
