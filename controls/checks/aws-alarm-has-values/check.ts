import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"monitor"> = ({ attributes, externalId }, { pass, fail, error, notApplicable }) => {
  if (!/^arn:aws[\w-]*:cloudwatch:/.test(externalId)) return notApplicable("It is no alarm of CloudWatch.");
  if (attributes.composite === true) return notApplicable("It judges other alarms.");
  if (typeof attributes.state !== "string") return error("Its state is not known.");
  return attributes.state === "INSUFFICIENT_DATA" ? fail("No values come: it cannot fire.") : pass(`Its state is ${attributes.state}.`);
};
