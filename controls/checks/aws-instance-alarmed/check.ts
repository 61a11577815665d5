import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes, externalId }, { pass, fail, error, notApplicable, rows }) => {
  if (typeof attributes.state !== "string") return error("Its state is not known.");
  if (attributes.state !== "running") return notApplicable(`It is ${attributes.state}.`);
  const watching = rows("monitor").filter(({ watches, enabled }) => watches.includes(externalId) && enabled === true);
  return watching.length > 0 ? pass(`${watching.length} alarms watch it, such as ${watching[0]?.name ?? ""}.`) : fail("No alarm that is on names it.");
};
