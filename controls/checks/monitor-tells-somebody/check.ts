import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"monitor"> = ({ enabled, tells }, { pass, fail, error }) => {
  if (enabled === null) return error("Whether it is on is not known.");
  return tells.length > 0 ? pass(`It tells ${tells.join(", ")}.`) : fail("It tells nobody.");
};
