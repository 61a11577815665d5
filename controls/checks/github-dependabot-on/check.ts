import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ externalId, attributes }, { pass, fail, error, notApplicable, rows }) => {
  if (attributes.archived === true) return notApplicable("It is archived: nothing of it can change.");
  const found = rows("resource").find(({ type, attributes: { repository } }) => type === "github.dependabot_setup" && repository === externalId)?.attributes.enabled;
  if (typeof found !== "boolean") return error("Whether it is on is not known.");
  return found ? pass("Dependabot alerts are on.") : fail("Dependabot alerts are off.");
};
