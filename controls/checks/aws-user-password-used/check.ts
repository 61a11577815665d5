import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes, createdAt }, { pass, fail, error, notApplicable, now, parameters }) => {
  if (attributes.password === false) return notApplicable("The user has no password.");
  if (attributes.password !== true || createdAt === null) return error("Whether the user has a password is not known.");
  const last = typeof attributes.password_used_at === "string" ? attributes.password_used_at : createdAt;
  const days = Math.floor((now.getTime() - Date.parse(last)) / 86_400_000);
  return days <= (parameters.days ?? 0) ? pass(`Last used ${days} days ago.`) : fail(`Not used for ${days} days.`);
};
