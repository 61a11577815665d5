import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { status, reason } }, { pass, fail, error }) => {
  if (status === "READY") return pass("All of its controls are evaluated.");
  if (status === "FAILED" || status === "INCOMPLETE" || status === "DELETING") return fail(`It is ${status.toLowerCase()}${typeof reason === "string" ? `: ${reason}` : ""}.`);
  return error(status === "PENDING" ? "It is being enabled." : "Whether it is ready is not known.");
};
