import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error }) => {
  if (typeof attributes.createdBy !== "string" || typeof attributes.comment !== "string") return error("Its author and reason are not known.");
  return attributes.createdBy.trim() !== "" && attributes.comment.trim() !== "" ? pass(`${attributes.createdBy}: ${attributes.comment}`) : fail("It names nobody, or no reason.");
};
