import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { termination_protection: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("Whether it is protected is not known.");
  return found === true ? pass("It is protected.") : fail("It is not protected.");
};
