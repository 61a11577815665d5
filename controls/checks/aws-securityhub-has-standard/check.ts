import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { enabled, standards } }, { pass, fail, error, notApplicable }) => {
  if (enabled === false) return notApplicable("Security Hub is off, which is judged by itself.");
  if (enabled !== true || !Array.isArray(standards)) return error("Which standards are enabled could not be read.");
  return standards.length > 0 ? pass(`Held against ${standards.length}: ${standards.join(", ")}.`) : fail("No standard is enabled and ready.");
};
