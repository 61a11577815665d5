import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (typeof attributes.root_keys !== "number") return error("The account’s summary could not be read.");
  return attributes.root_keys === 0 ? pass("It has none.") : fail("It has access keys, which nothing limits.");
};
