import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error, notApplicable }) => {
  if (attributes.root !== true && attributes.password === false) return notApplicable("The user has no password.");
  if (typeof attributes.mfa !== "boolean") return error("Whether there is a second factor is not known.");
  return attributes.mfa ? pass("There is one.") : fail("A password alone is enough.");
};
