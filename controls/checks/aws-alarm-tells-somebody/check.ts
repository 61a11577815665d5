import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"monitor"> = ({ enabled, tells, externalId }, { pass, fail, error, notApplicable }) => {
  if (!/^arn:aws[\w-]*:cloudwatch:/.test(externalId)) return notApplicable("It is no alarm of CloudWatch: whom a rule of Prometheus tells, its Alertmanager says.");
  if (enabled === null) return error("Whether it is on is not known.");
  return tells.length > 0 ? pass(`It tells ${tells.join(", ")}.`) : fail("It tells nobody.");
};
