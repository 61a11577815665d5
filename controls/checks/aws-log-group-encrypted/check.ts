import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (attributes.kms_key === undefined) return error("How it is encrypted is not known.");
  return typeof attributes.kms_key === "string" ? pass("It has a key of its own.") : fail("It is encrypted with AWS’s key alone.");
};
