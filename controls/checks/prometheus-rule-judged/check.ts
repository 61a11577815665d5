import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"monitor"> = ({ attributes }, { pass, fail, error, notApplicable }) => {
  if (typeof attributes.file !== "string" || typeof attributes.group !== "string") return notApplicable("It is no rule of Prometheus.");
  if (attributes.health === "ok") return pass("It was judged without a fault.");
  return attributes.health === "err" ? fail(`It cannot be judged: ${String(attributes.last_error)}`) : error("It was not judged yet.");
};
