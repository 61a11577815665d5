import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ externalId, attributes }, { pass, fail, error, notApplicable, rows, now, parameters }) => {
  if (typeof attributes.state !== "string") return error("Its state is not known.");
  if (attributes.state !== "running") return notApplicable(`It is ${attributes.state}.`);
  const found = rows("resource").find(({ type, attributes: { instance } }) => type === "aws.ssm.inventory" && instance === externalId);
  if (found === undefined) return fail("No inventory was ever taken of it.");
  const at = found.attributes.captured_at;
  if (typeof at !== "string") return error("When inventory was taken is not known.");
  const days = Math.floor((now.getTime() - Date.parse(at)) / 86_400_000);
  return days <= (parameters.days ?? 0) ? pass(`Inventory was taken ${at}.`) : fail(`Inventory was last taken ${days} days ago.`);
};
