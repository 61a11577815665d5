import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (typeof attributes.status !== "string") return error("Its status is not known.");
  return /FAILED|ROLLBACK/.test(attributes.status) ? fail(`Its status is ${attributes.status}.`) : pass(`Its status is ${attributes.status}.`);
};
