import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (typeof attributes.confirmed !== "number") return error("Its subscriptions could not be read.");
  return attributes.confirmed > 0 ? pass(`${attributes.confirmed} subscriptions are confirmed.`) : fail(`Nobody receives it; ${String(attributes.pending)} subscriptions wait for their confirmation.`);
};
