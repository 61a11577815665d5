import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { validated: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("It is not known whether files can be validated.");
  return found === true ? pass("Digests are delivered beside the log files.") : fail("No digests are delivered: nobody could tell whether a log file was altered.");
};
