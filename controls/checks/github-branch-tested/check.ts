import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ externalId, attributes }, { pass, fail, error, notApplicable, rows }) => {
  if (attributes.archived === true) return notApplicable("It is archived: nothing of it can change.");
  const mine = rows("resource").filter((row) => row.attributes.repository === externalId);
  const protection = mine.find(({ type }) => type === "github.branch_protection")?.attributes;
  if (typeof protection?.protected !== "boolean") return error("How its default branch is protected is not known.");
  const rules = mine.flatMap(({ type, attributes: { rule } }) => (type === "github.branch_rule" ? [rule] : []));
  const named = protection.protected && Array.isArray(protection.required_checks) ? protection.required_checks : [];
  if (named.length > 0) return pass(`Required: ${named.join(", ")}.`);
  return rules.includes("required_status_checks") || rules.includes("workflows") ? pass("A ruleset requires checks.") : fail("No check is required.");
};
