import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error, now, parameters }) => {
  if (attributes.drift_checked_at === undefined) return error("It is not known when drift was looked for.");
  if (typeof attributes.drift_checked_at !== "string") return fail("Drift was never looked for.");
  const days = Math.floor((now.getTime() - Date.parse(attributes.drift_checked_at)) / 86_400_000);
  return days <= (parameters.days ?? 0) ? pass(`Looked for ${days} days ago.`) : fail(`Looked for ${days} days ago.`);
};
