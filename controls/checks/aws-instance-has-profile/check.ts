import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (attributes.profile === undefined) return error("Its profile is not known.");
  return typeof attributes.profile === "string" ? pass(`Its profile is ${attributes.profile}.`) : fail("It has no profile: programs on it need keys that somebody stored there.");
};
