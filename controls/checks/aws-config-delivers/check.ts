import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (typeof attributes.channels !== "number") return error("Its channels could not be read.");
  return attributes.channels > 0 ? pass("There is a channel.") : fail("There is no channel to deliver to.");
};
