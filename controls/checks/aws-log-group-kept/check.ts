import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error, parameters }) => {
  if (attributes.never_expires === true) return pass("Nothing in it expires.");
  if (typeof attributes.retention_days !== "number") return error("How long it keeps events is not known.");
  return attributes.retention_days >= (parameters.days ?? 0) ? pass(`It keeps events for ${attributes.retention_days} days.`) : fail(`It keeps events for ${attributes.retention_days} days.`);
};
