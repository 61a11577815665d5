export { judgeCheck } from "./judge.ts";
export { readCheckMetadata } from "./read-metadata.ts";
export type { Check, CheckMetadata, CheckParameter, CheckResult, Collected, Judge, Known, Outcome, Parameters } from "./types.ts";
export { judgeCase, judgeGaps, readCheckCases, type CheckCase } from "./cases.ts";
