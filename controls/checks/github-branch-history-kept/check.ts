import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ externalId, attributes }, { pass, fail, error, notApplicable, rows }) => {
  if (attributes.archived === true) return notApplicable("It is archived: nothing of it can change.");
  const mine = rows("resource").filter((row) => row.attributes.repository === externalId);
  const protection = mine.find(({ type }) => type === "github.branch_protection")?.attributes;
  if (typeof protection?.protected !== "boolean") return error("How its default branch is protected is not known.");
  const rules = mine.flatMap(({ type, attributes: { rule } }) => (type === "github.branch_rule" ? [rule] : []));
  const open = [
    ...((protection.protected && protection.allows_force_push === false) || rules.includes("non_fast_forward") ? [] : ["forced pushes"]),
    ...((protection.protected && protection.allows_deletion === false) || rules.includes("deletion") ? [] : ["deletion"]),
  ];
  return open.length === 0 ? pass("Forced pushes and deletion are refused.") : fail(`It takes ${open.join(" and ")}.`);
};
