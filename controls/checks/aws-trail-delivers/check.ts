import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error, now, parameters }) => {
  if (Array.isArray(attributes.unknown) && attributes.unknown.includes("status")) return error("Its status could not be read.");
  if (typeof attributes.delivery_error === "string") return fail(`The last delivery failed: ${attributes.delivery_error}.`);
  if (typeof attributes.delivered_at !== "string") return fail("Nothing was ever delivered.");
  const hours = Math.floor((now.getTime() - Date.parse(attributes.delivered_at)) / 3_600_000);
  return hours <= (parameters.hours ?? 0) ? pass(`Last delivered at ${attributes.delivered_at}.`) : fail(`Nothing was delivered for ${hours} hours.`);
};
