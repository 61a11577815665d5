import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { everything: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("What is recorded could not be read.");
  return found === true ? pass("All supported types are recorded.") : fail("Some types are not recorded.");
};
