import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"vendor_alert"> = ({ state, status, severity, firstSeenAt }, { pass, fail, error, notApplicable, now, parameters }) => {
  if (severity.degree === "unknown") return error("How grave it is is not known.");
  if (state !== "open") return notApplicable(`It is ${status}.`);
  const days = Math.floor((now.getTime() - Date.parse(firstSeenAt)) / 86_400_000);
  const allowed = severity.degree === "critical" || severity.degree === "high" ? (parameters.grave ?? 0) : (parameters.others ?? 0);
  return days <= allowed ? pass(`Open for ${days} of ${allowed} days.`) : fail(`Open for ${days} days; ${allowed} are allowed.`);
};
