import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"monitor"> = ({ enabled }, { pass, fail, error }) => {
  if (enabled === null) return error("Whether it is on is not known.");
  return enabled ? pass("It acts when it fires.") : fail("Its actions are turned off.");
};
