import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (typeof attributes.status !== "string") return error("Its status could not be read.");
  return attributes.status === "ENABLED" ? pass("It watches.") : fail(attributes.status === "ABSENT" ? "It was never turned on." : `It is ${attributes.status}.`);
};
