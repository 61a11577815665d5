import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (typeof attributes.drift !== "string" || attributes.drift === "UNKNOWN" || attributes.drift === "NOT_CHECKED") return error("Drift was never looked for: nobody knows.");
  return attributes.drift === "IN_SYNC" ? pass(`In sync when it was looked at, ${String(attributes.drift_checked_at)}.`) : fail(`It drifted; looked at ${String(attributes.drift_checked_at)}.`);
};
