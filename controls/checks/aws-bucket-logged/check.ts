import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { logging: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("Whether access is logged could not be read.");
  return found === true ? pass("Access is logged.") : fail("Access is not logged.");
};
