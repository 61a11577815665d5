import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (typeof attributes.status !== "string") return error("Its status could not be read.");
  return attributes.status === "ENABLED" && attributes.ec2 === "ENABLED" ? pass("Inspector is on, for instances too.") : fail(`Inspector is ${attributes.status}, for instances ${String(attributes.ec2)}.`);
};
