import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { multi_region: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("It is not known which regions it records.");
  return found === true ? pass("It records every region.") : fail("It records one region; what happens in others is not in it.");
};
