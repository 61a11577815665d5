import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (typeof attributes.pending !== "number") return error("Its subscriptions could not be read.");
  return attributes.pending === 0 ? pass("None waits.") : fail(`${attributes.pending} subscriptions were never confirmed.`);
};
