import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ externalId, attributes }, { pass, fail, error, notApplicable, rows }) => {
  if (attributes.archived === true) return notApplicable("It is archived: nothing of it can change.");
  const mine = rows("resource").filter((row) => row.attributes.repository === externalId);
  const protection = mine.find(({ type }) => type === "github.branch_protection")?.attributes;
  if (typeof protection?.protected !== "boolean") return error("How its default branch is protected is not known.");
  const rules = mine.flatMap(({ type, attributes: { rule } }) => (type === "github.branch_rule" ? [rule] : []));
  if (protection.protected && protection.holds_for_administrators === true) return pass("Its protection holds for administrators too.");
  if (rules.length > 0) return error("Rulesets hold it; who may bypass them is not collected.");
  return fail(protection.protected ? "Administrators may pass it by." : "The default branch is not protected.");
};
