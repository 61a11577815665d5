import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { enforcement } }, { pass, fail, error }) => {
  if (enforcement === "active") return pass("It is active.");
  return enforcement === "evaluate" || enforcement === "disabled" ? fail(enforcement === "evaluate" ? "It only evaluates." : "It is switched off.") : error("Whether it is enforced is not known.");
};
