import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ externalId, attributes }, { pass, fail, error, notApplicable, now, parameters, rows }) => {
  if (attributes.archived === true) return notApplicable("It is archived: nothing of it can change.");
  const found = rows("coverage").filter(({ via, resource }) => via === "scanner" && resource === externalId);
  if (found.some(({ state, lastSeenAt }) => state === "unknown" || lastSeenAt === null)) return error("When it was looked at is not known.");
  const days = parameters.days ?? 0;
  const recent = found.filter(({ lastSeenAt }) => now.getTime() - Date.parse(lastSeenAt ?? "") <= days * 86_400_000);
  if (recent.length === 0) return fail(found.length === 0 ? "Nothing has looked at it." : `Nothing has looked at it for ${days} days.`);
  const failed = recent.find(({ state }) => state === "not_covered");
  return failed === undefined ? pass(recent.map(({ by, reason }) => (reason === null ? by : `${by}: ${reason}`)).join("; ")) : fail(`The last run of ${failed.by} failed: ${failed.reason ?? "nobody says why"}.`);
};
