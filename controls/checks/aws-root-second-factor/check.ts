import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { root_mfa: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("The account’s summary could not be read.");
  return found === true ? pass("It has one.") : fail("It has none.");
};
