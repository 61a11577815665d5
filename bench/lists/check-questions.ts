import { encodeCursor } from "#lib/access/index.ts";
import { listChecks, readCheck } from "#lib/check-runs/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { readAssets, readReconciliation, readReconciliationHistory } from "#lib/reconciliation/index.ts";
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

/** Pages that are followed before a far one: half of 20,000 servers. */
const FAR = 100;

/** Where a far page of a list begins. */
async function farCursor(read: (cursor: string | undefined) => Promise<{ nextCursor: string | null }>): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < FAR; page += 1) {
    const { nextCursor } = await read(cursor);
    if (nextCursor === null) return cursor;
    cursor = nextCursor;
  }
  return cursor;
}

/** The population against what watches it, and against the company's own list, as the worker's job kept it. */
export async function assetQuestions(person: Context): Promise<Questions> {
  const matrix = await farCursor((cursor) => readReconciliation(person, { cursor, pageSize: 100 }));
  const list = await farCursor((cursor) => readAssets(person, { cursor, pageSize: 100 }));
  return [
    ["assets, reconciliation, gaps", () => readReconciliation(person, {})], ["assets, reconciliation, far page", () => readReconciliation(person, { cursor: matrix })], ["assets, reconciliation, no scanner", () => readReconciliation(person, { column: "scanner", state: "missing" })],
    ["assets, reconciliation, silent anywhere", () => readReconciliation(person, { state: "silent" })], ["assets, reconciliation, missing anywhere", () => readReconciliation(person, { state: "missing" })], ["assets, reconciliation, agent not covered", () => readReconciliation(person, { column: "agent" })], ["assets, reconciliation, history", () => readReconciliationHistory(person, {})],
    ["assets, list, first page", () => readAssets(person, {})], ["assets, list, far page", () => readAssets(person, { cursor: list })], ["assets, list, only collected", () => readAssets(person, { state: "only_collected" })],
  ];
}
