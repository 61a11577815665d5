import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { enabled: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("Whether it is on could not be read.");
  return found === true ? pass("It is on.") : fail("It is off.");
};
