import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { encrypted: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("How it encrypts could not be read.");
  return found === true ? pass("It encrypts.") : fail("It has no default encryption.");
};
