import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (typeof attributes.management_events !== "string") return error("Its selectors could not be read.");
  return attributes.management_events === "all" ? pass("Reading and writing events are recorded.") : fail(`Of management events it records: ${attributes.management_events}.`);
};
