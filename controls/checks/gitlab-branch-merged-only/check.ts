import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { archived, default_branch: branch, protection } }, { pass, fail, error, notApplicable }) => {
  if (archived === true) return notApplicable("It is archived: nothing of it can change.");
  if (branch === null) return notApplicable("It has no branch.");
  if (typeof branch !== "string" || !Array.isArray(protection)) return error("How its default branch is protected is not known.");
  const rules = (protection as readonly { name: string; push: readonly number[] }[]).filter(({ name }) => isMeant(branch, name));
  if (rules.length === 0) return fail(`${branch} is not protected: whoever may push changes it past every review.`);
  // Of several rules the one that allows most is right.
  const open = rules.find(({ push }) => push.some((level) => level > 0));
  return open === undefined ? pass(`Nobody pushes to ${branch}: every change is a merge request.`) : fail(`By the rule ${open.name} ${branch} is changed past merge requests by ${wordsOf(open.push)}.`);
};

const LEVELS: Readonly<Record<number, string>> = { 30: "developers", 40: "maintainers", 60: "administrators", 1: "named people, groups or keys" };
const wordsOf = (push: readonly number[]): string => [...new Set(push.filter((level) => level > 0).map((level) => LEVELS[level] ?? `the access level ${level}`))].join(", ");

/** Whether a rule's name means a branch: itself, or with `*` for anything. */
function isMeant(branch: string, rule: string): boolean {
  const [first = "", ...rest] = rule.split("*");
  if (rest.length === 0) return branch === rule;
  const last = rest.pop() ?? "";
  if (!branch.startsWith(first) || branch.length < first.length + last.length || !branch.endsWith(last)) return false;
  let from = first.length;
  return rest.every((part) => {
    const at = branch.indexOf(part, from);
    from = at + part.length;
    return at >= 0 && from <= branch.length - last.length;
  });
}
