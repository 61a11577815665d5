import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { global_services: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("It is not known whether they are recorded.");
  return found === true ? pass("Services such as IAM are recorded.") : fail("Services such as IAM are not recorded.");
};
