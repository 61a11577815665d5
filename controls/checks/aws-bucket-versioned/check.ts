import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { versioning: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("Whether versions are kept could not be read.");
  return found === true ? pass("Versions are kept.") : fail("What is overwritten or deleted is gone.");
};
