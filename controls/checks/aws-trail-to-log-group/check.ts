import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (attributes.log_group === undefined) return error("It is not known where it sends events.");
  return typeof attributes.log_group === "string" ? pass(`Events go to ${attributes.log_group}.`) : fail("Events go to a bucket alone, where no alarm sees them.");
};
