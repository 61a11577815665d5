import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { logging: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("Its status could not be read.");
  return found === true ? pass("It logs.") : fail("Logging was stopped.");
};
