import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { archived, secret_scanning: status } }, { pass, fail, error, notApplicable }) => {
  if (typeof archived !== "boolean") return error("Whether it is archived is not known.");
  if (archived) return notApplicable("It is archived: nothing new comes into it.");
  // Where GitHub does not tell the setting, that its alerts could be read says it: it refuses them where scanning is off.
  return status === "disabled" ? fail("Secret scanning is off.") : pass("Secret scanning answers for it.");
};
