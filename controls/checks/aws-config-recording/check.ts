import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { recording: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("The recorder’s status could not be read.");
  return found === true ? pass("A recorder records.") : fail("No recorder records.");
};
