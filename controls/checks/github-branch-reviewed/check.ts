import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ externalId, attributes }, { pass, fail, error, notApplicable, rows, parameters }) => {
  if (attributes.archived === true) return notApplicable("It is archived: nothing of it can change.");
  const mine = rows("resource").filter((row) => row.attributes.repository === externalId);
  const protection = mine.find(({ type }) => type === "github.branch_protection")?.attributes;
  if (typeof protection?.protected !== "boolean") return error("How its default branch is protected is not known.");
  const asked = [
    protection.protected ? protection.required_approvals : 0,
    ...mine.flatMap(({ type, attributes: { rule, parameters: told } }) => (type === "github.branch_rule" && rule === "pull_request" ? [(told as { required_approving_review_count?: unknown }).required_approving_review_count] : [])),
  ];
  const counts = asked.filter((count) => typeof count === "number");
  if (counts.length < asked.length) return error("How many approvals a rule asks for is not known.");
  const [most, least] = [Math.max(...counts), parameters.approvals ?? 1];
  const said = most === 1 ? "1 approval is required" : `${most} approvals are required`;
  return most >= least ? pass(`${said}.`) : fail(`${said}; it should be ${least}.`);
};
