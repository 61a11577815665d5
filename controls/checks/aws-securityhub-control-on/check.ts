import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { status, disabled_reason: reason, changed_at: at } }, { pass, fail, error }) => {
  if (status === "ENABLED") return pass("It is on.");
  if (status !== "DISABLED") return error("Whether it is on is not known.");
  const since = typeof at === "string" ? ` since ${at}` : "";
  return typeof reason === "string" && reason.trim() !== "" ? pass(`Off${since}, with a reason: ${reason}`) : fail(`Off${since}, and nobody wrote down why.`);
};
