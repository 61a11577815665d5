import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (!Array.isArray(attributes.trails)) return error("Its trails could not be read.");
  return attributes.trails.length > 0 ? pass(`${attributes.trails.length} trails record it.`) : fail("No trail records it.");
};
