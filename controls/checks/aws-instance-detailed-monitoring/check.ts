import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { detailed_monitoring: found } }, { pass, fail, error }) => {
  if (typeof found !== "boolean") return error("How often it is measured is not known.");
  return found === true ? pass("It is measured every minute.") : fail("It is measured every five minutes.");
};
