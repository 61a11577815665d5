import { judgeCase, judgeGaps } from "#lib/checks/index.ts";
import type { CheckFolder } from "#lib/check-runs/index.ts";

/** What of a check is not as its cases say; empty when everything is. */
export function faultsOf({ check, cases }: CheckFolder): string[] {
  const { id, when_disabled: disabled } = check.metadata;
  const wrong = cases.flatMap((one, index) => {
    const { state, reason } = judgeCase(check, one);
    return state === one.expects && reason !== "" ? [] : [`${id}, case ${index + 1}: ${one.expects} was expected, ${state} came: ${reason}`];
  });
  const told = new Set(cases.map(({ expects }) => expects));
  const missing = (["pass", "fail", "error"] as const).filter((state) => !told.has(state)).map((state) => `${id} has no case that ${state === "error" ? "cannot be judged" : `${state}es`}`);
  const { gaps, nothing } = judgeGaps(check);
  const expected = disabled === "fail" ? ["error", "fail"] : ["error"];
  return [
    ...wrong, ...missing,
    ...(gaps.every((state) => expected.includes(state)) ? [] : [`${id}: a gap came out as ${gaps.join(", ")}`]),
    ...(nothing === "not_applicable" ? [] : [`${id}: nothing at all came out as ${nothing}`]),
  ];
}
