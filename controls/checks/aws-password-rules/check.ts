import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error, parameters }) => {
  if (typeof attributes.password_policy !== "boolean") return error("The rules could not be read.");
  if (!attributes.password_policy) return fail("The account has no rules for passwords.");
  const length = typeof attributes.password_length === "number" ? attributes.password_length : 6;
  return length >= (parameters.characters ?? 0) ? pass(`${length} characters at least.`) : fail(`${length} characters are enough.`);
};
