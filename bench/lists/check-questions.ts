import { encodeCursor } from "#lib/access/index.ts";
import { listChecks, readCheck } from "#lib/check-runs/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { readAssets, readReconciliation } from "#lib/reconciliation/index.ts";
import { FILLED_CHECKS } from "./fill-checks.ts";
import type { Questions } from "./questions.ts";

/** Results of checks, in each of their filters: first and a far page. */
export function checkQuestions(person: Context): Questions {
  const states = [undefined, "fail", "error", "excepted", "pass", "not_applicable"] as const;
  return [
    ["checks, all", () => listChecks(person, {})],
    ...Object.values(FILLED_CHECKS).flatMap((checkId) => states.flatMap((only): Questions => [
      [`checks, ${checkId}, ${only ?? "no filter"}, first page`, () => readCheck(person, { checkId, only })],
      [`checks, ${checkId}, ${only ?? "no filter"}, middle page`, () => readCheck(person, { checkId, only, after: encodeCursor([only ?? "pass", "host-0500000", "con_2", ""]) })],
    ])),
  ];
}

/** The population against what watches it, and against the company's own list. */
export function assetQuestions(person: Context): Questions {
  const far = encodeCursor([10_000]);
  return [
    ["assets, reconciliation, gaps", () => readReconciliation(person, {})], ["assets, reconciliation, far page", () => readReconciliation(person, { cursor: far })], ["assets, reconciliation, no scanner", () => readReconciliation(person, { column: "scanner", state: "missing" })],
    ["assets, list, first page", () => readAssets(person, {})], ["assets, list, far page", () => readAssets(person, { cursor: far })], ["assets, list, only collected", () => readAssets(person, { state: "only_collected" })],
  ];
}
