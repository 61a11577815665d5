import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error, notApplicable }) => {
  if (attributes.logging === false) return notApplicable("Access is not logged, which another check says.");
  if (attributes.logging !== true || attributes.log_delivery_known !== true) return error("The target could not be read.");
  return typeof attributes.log_delivery_seen_at === "string" ? pass(`Last seen: ${attributes.log_delivery_seen_at}. That none is missing is not claimed.`) : fail("No log file of the last two days is at the target.");
};
