import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error, parameters }) => {
  if (typeof attributes.startsAt !== "string" || typeof attributes.endsAt !== "string") return error("When it ends is not known.");
  const days = Math.ceil((Date.parse(attributes.endsAt) - Date.parse(attributes.startsAt)) / 86_400_000);
  return days <= (parameters.days ?? 0) ? pass(`It lasts ${days} days.`) : fail(`It lasts ${days} days.`);
};
