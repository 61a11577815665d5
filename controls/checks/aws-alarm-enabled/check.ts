import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"monitor"> = ({ enabled, externalId }, { pass, fail, error, notApplicable }) => {
  if (!/^arn:aws[\w-]*:cloudwatch:/.test(externalId)) return notApplicable("It is no alarm of CloudWatch.");
  if (enabled === null) return error("Whether it is on is not known.");
  return enabled ? pass("It acts when it fires.") : fail("Its actions are turned off.");
};
