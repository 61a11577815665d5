import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"monitor"> = ({ attributes }, { pass, fail, error, notApplicable }) => {
  if (attributes.composite === true) return notApplicable("It judges other alarms.");
  if (typeof attributes.state !== "string") return error("Its state is not known.");
  return attributes.state === "INSUFFICIENT_DATA" ? fail("No values come: it cannot fire.") : pass(`Its state is ${attributes.state}.`);
};
