import type { Judge } from "#lib/checks/index.ts";

/** As many of the failing resources are named in the sentence. */
const NAMED = 3;

export const judge: Judge<"resource"> = ({ name, account, region, attributes }, { pass, fail, error, notApplicable, rows }) => {
  if (attributes.state === "DELETING" || attributes.state === "DELETING_RESULTS") return notApplicable("The rule is being deleted.");
  if (attributes.compliance === "COMPLIANT") return pass("All resources that it looks at comply.");
  if (attributes.compliance === "NOT_APPLICABLE") return notApplicable("There is nothing that it looks at.");
  if (attributes.compliance !== "NON_COMPLIANT") return error("Config has no verdict: it was not evaluated, or no resource of its kind is recorded.");
  const failing = rows("resource").filter((one) => one.type === "aws.config.evaluation" && one.attributes.rule === name && one.account === account && one.region === region).map((one) => String(one.attributes.resource_id));
  if (failing.length === 0) return fail("Some resources do not comply; which ones could not be read.");
  return fail(`${failing.length} do not comply: ${failing.slice(0, NAMED).join(", ")}${failing.length > NAMED ? ` and ${failing.length - NAMED} more` : ""}.`);
};
